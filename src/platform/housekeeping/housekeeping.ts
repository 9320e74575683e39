import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { Logger } from '../logging/logger';
import { Rounds } from '../process/rounds';

/** Old rows of one table, as the DELETE that removes up to a batch of them. */
export interface Chore {
  readonly name: string;
  readonly sql: string;
}

const EVERY_MS = 60_000;

/** Throws away what has expired, little by little. Two processes may do it at once without harm. */
@Injectable()
export class Housekeeping {
  private readonly chores: Chore[] = [];

  constructor(
    rounds: Rounds,
    private readonly database: Database,
    private readonly logger: Logger,
  ) {
    rounds.add({ name: 'housekeeping', everyMs: EVERY_MS, work: () => this.sweep() });
  }

  add(...chores: readonly Chore[]): void {
    this.chores.push(...chores);
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
