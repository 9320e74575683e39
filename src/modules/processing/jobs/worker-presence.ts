import { hostname } from 'node:os';
import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { RELEASE } from '#platform/release';
import { MediaToolbox, type ToolFacts } from '../ports/media-toolbox';
import { WorkerRegistry } from '../ports/worker-registry';
import { ProcessingConfig } from '../processing.config';
import { StepWorker } from './step-worker';

const CHECK_IN_EVERY_MS = 10_000;

/** Looks at the tools of this machine, begins to work when they are good, and says all the time that it is here. */
@Injectable()
export class WorkerPresence implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private round: Promise<void> = Promise.resolve();
  private tools: ToolFacts | null = null;
  private lookedAt = 0;
  private toldProblems = '';

  constructor(
    private readonly toolbox: MediaToolbox,
    private readonly registry: WorkerRegistry,
    private readonly worker: StepWorker,
    private readonly config: ProcessingConfig,
    private readonly logger: Logger,
  ) {}

  /** Not awaited: the other duties of this process do not wait for ffmpeg. */
  onApplicationBootstrap(): void {
    const next = (): void => {
      this.round = this.round.then(() => this.checkIn());
    };
    next();
    this.timer = setInterval(next, CHECK_IN_EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.round;
    await this.registry.checkOut(this.worker.name).catch(() => undefined);
  }

  private async checkIn(): Promise<void> {
    try {
      const tools = await this.lookAtTools();
      if (tools.isUsable) this.worker.begin();
      await this.registry.checkIn({
        id: this.worker.name,
        host: hostname(),
        release: RELEASE,
        slots: this.config.workerSlots,
        isAble: tools.isUsable,
        tools,
      });
    } catch (err) {
      // Whoever looks for us sees that we are silent.
      this.logger.debug({ err }, 'worker could not check in');
    }
  }

  /** Again where they are no good: somebody may have mended them. */
  private async lookAtTools(): Promise<ToolFacts> {
    const isDue = performance.now() - this.lookedAt > this.config.restSeconds * 1000;
    if (this.tools !== null && (this.tools.isUsable || !isDue)) return this.tools;
    this.tools = await this.toolbox.inspect();
    this.lookedAt = performance.now();
    this.tell(this.tools);
    return this.tools;
  }

  /** Once for each state of affairs. */
  private tell({ isUsable, problems, ...facts }: ToolFacts): void {
    const told = `${String(isUsable)} ${problems.join('; ')}`;
    if (told === this.toldProblems) return;
    this.toldProblems = told;
    if (isUsable && problems.length === 0) this.logger.info(facts, 'media tools are good');
    else if (isUsable)
      this.logger.warn({ ...facts, problems }, 'media tools are good, but not for all that is configured');
    else this.logger.error({ ...facts, problems }, 'this worker takes no steps: its media tools are no good');
  }
}
