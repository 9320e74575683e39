import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '../logging/logger';
import { RedisAway } from '../redis/redis-courier';

/** Work that comes round again. Several processes make the same rounds, so each must be harmless beside itself. */
export interface Round {
  readonly name: string;
  readonly everyMs: number;
  /** `stopping` is for work that goes on until nothing is left. */
  readonly work: (stopping: AbortSignal) => Promise<unknown>;
}

/** Makes every round once at the beginning and then in its period, and ends them before the connections close. */
@Injectable()
export class Rounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly rounds: Round[] = [];
  private readonly timers: NodeJS.Timeout[] = [];
  private readonly underWay = new Map<Round, Promise<void>>();
  private readonly stopping = new AbortController();

  constructor(private readonly logger: Logger) {}

  add(...rounds: readonly Round[]): void {
    this.rounds.push(...rounds);
  }

  onApplicationBootstrap(): void {
    for (const round of this.rounds) {
      this.begin(round);
      this.timers.push(setInterval(() => this.begin(round), round.everyMs));
    }
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    for (const timer of this.timers) clearInterval(timer);
    await Promise.all(this.underWay.values());
  }

  /** One that takes longer than its period is not begun twice. */
  private begin(round: Round): void {
    if (this.underWay.has(round)) return;
    this.underWay.set(
      round,
      this.make(round).finally(() => this.underWay.delete(round)),
    );
  }

  private async make({ name, work }: Round): Promise<void> {
    try {
      await work(this.stopping.signal);
    } catch (err) {
      // Redis away is told once, by the courier.
      if (!(err instanceof RedisAway)) this.logger.warn({ err, round: name }, 'round failed; it comes again');
    }
  }
}
