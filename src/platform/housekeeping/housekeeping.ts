import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Database } from '../database/database';
import { Logger } from '../logging/logger';

/** Old rows of one table, as the DELETE that removes up to a batch of them. */
export interface Chore {
  readonly name: string;
  readonly sql: string;
}

const EVERY_MS = 60_000;

/** Throws away what has expired, little by little. Two processes may do it at once without harm. */
@Injectable()
export class Housekeeping implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly chores: Chore[] = [];
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly database: Database,
    private readonly logger: Logger,
  ) {}

  add(...chores: readonly Chore[]): void {
    this.chores.push(...chores);
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.sweep());
    }, EVERY_MS);
  }

  /** Before the connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async sweep(): Promise<void> {
    for (const { name, sql } of this.chores) {
      try {
        const { count } = await this.database.query(sql);
        if (count > 0) this.logger.info({ chore: name, rows: count }, 'expired rows removed');
      } catch (err) {
        this.logger.warn({ err, chore: name }, 'housekeeping failed');
      }
    }
  }
}
