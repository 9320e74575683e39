import type { Answer } from './api-client';

const AT_ONCE = 2;
/** Short enough that an outage of any length meets requests, long enough to leave the processors to others. */
const PAUSE_MS = 20;

/** Somebody who goes on asking, whatever happens meanwhile. */
export class SteadyLoad {
  count = 0;
  slowestMs = 0;
  private readonly found = new Map<string, number>();
  private isStopped = false;
  private readonly callers: Promise<unknown>;

  constructor(private readonly ask: () => Promise<Answer>) {
    this.callers = Promise.all(Array.from({ length: AT_ONCE }, () => this.goOn()));
  }

  /** How often each verdict came. */
  verdicts(): Record<string, number> {
    return Object.fromEntries(this.found);
  }

  async stop(): Promise<void> {
    this.isStopped = true;
    await this.callers;
  }

  private async goOn(): Promise<void> {
    while (!this.isStopped) {
      const startedAt = performance.now();
      const verdict = await this.ask().then(
        (answer) => answer.verdict,
        (error: unknown) => String((error as Error).cause ?? error),
      );
      this.count += 1;
      this.slowestMs = Math.max(this.slowestMs, performance.now() - startedAt);
      this.found.set(verdict, (this.found.get(verdict) ?? 0) + 1);
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
  }
}
