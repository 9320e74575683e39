import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { RedisAway } from '#platform/redis/redis-courier';
import { DispatchSteps } from '../commands/dispatch-steps';
import { SettleVideos } from '../commands/settle-videos';
import { SweepSteps } from '../commands/sweep-steps';
import { ProcessingConfig } from '../processing.config';

const DISPATCH_EVERY_MS = 500;
/** It finds what no crash leaves behind, and looks at every video that is in work: so less often than the sweep. */
const SWEEPS_A_SETTLING = 4;

/** The rounds that every worker process makes: hand out what is due, look for what was left behind. */
@Injectable()
export class WorkRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Set<Promise<void>>();

  constructor(
    private readonly dispatch: DispatchSteps,
    private readonly sweep: SweepSteps,
    private readonly settle: SettleVideos,
    private readonly config: ProcessingConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.every(DISPATCH_EVERY_MS, 'dispatch', () => this.dispatch.execute());
    this.every(this.config.sweepSeconds * 1000, 'sweep', () => this.sweep.execute());
    this.every(this.config.sweepSeconds * 1000 * SWEEPS_A_SETTLING, 'settling', () => this.settleVideos());
  }

  async beforeApplicationShutdown(): Promise<void> {
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.underWay);
  }

  private async settleVideos(): Promise<void> {
    const videos = await this.settle.execute();
    if (videos > 0) this.logger.warn({ videos }, 'videos were processing, and nobody processed them');
  }

  /** A round that takes longer than its period is not begun twice. */
  private every(milliseconds: number, round: string, work: () => Promise<unknown>): void {
    let isBusy = false;
    const turn = async (): Promise<void> => {
      if (isBusy) return;
      isBusy = true;
      try {
        await work();
      } catch (err) {
        // Redis away is told once, by the courier; the next round tries again.
        if (!(err instanceof RedisAway)) this.logger.warn({ err, round }, 'round failed');
      } finally {
        isBusy = false;
      }
    };
    this.timers.push(setInterval(() => this.track(turn()), milliseconds));
  }

  private track(turn: Promise<void>): void {
    this.underWay.add(turn);
    void turn.finally(() => this.underWay.delete(turn));
  }
}
