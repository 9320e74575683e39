import type { ApiClient } from '../api-client';
import type { ProgressBody } from '../work-watch';

const LOOK_EVERY_MS = 200;

/** What somebody is told who goes on asking how far a video is. */
export class ProgressTrail {
  readonly told: number[] = [];
  /** Anything but an answer, or that the API has to wait for a server of its own. */
  readonly faults: string[] = [];
  private isOver = false;
  private readonly walk: Promise<void>;

  constructor(
    private readonly client: ApiClient,
    private readonly videoId: string,
  ) {
    this.walk = this.goOn();
  }

  /** The last value is of now. */
  async end(): Promise<void> {
    this.isOver = true;
    await this.walk;
    await this.look();
  }

  /** Values that were less than what had been told before. */
  get stepsBack(): readonly number[] {
    return this.told.filter((value, index) => value < Math.max(...this.told.slice(0, index), 0));
  }

  private async goOn(): Promise<void> {
    while (!this.isOver) {
      await this.look().catch((error: unknown) => {
        this.faults.push(String(error));
        this.isOver = true;
      });
      await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    }
  }

  private async look(): Promise<void> {
    const answer = await this.client.get(`/api/v1/videos/${this.videoId}/progress`);
    if (answer.status === 200) this.told.push(answer.json<ProgressBody>().progress);
    else if (answer.status !== 503) this.faults.push(answer.verdict);
  }
}
