import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { RuntimeConfig } from '../config/runtime.config';
import { isDatabaseAway } from './database-failure';
import { IdempotentEffects } from '../idempotency/idempotent-effects';
import { TypeormDatabase } from './typeorm-database';

@Injectable()
export class PostgresUnitOfWork extends UnitOfWork {
  constructor(
    private readonly database: TypeormDatabase,
    private readonly effects: IdempotentEffects,
    private readonly runtime: RuntimeConfig,
  ) {
    super();
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    if (this.database.isInTransaction) return work();
    return this.database.transaction(() => this.effects.once(work));
  }

  async whenOver(work: () => Promise<void>): Promise<void> {
    if (!this.database.whenOver(work)) await work();
  }

  refuseSlowCall(what: string): void {
    if (!this.runtime.isStrict || !this.database.isInTransaction) return;
    throw new Error(
      `${what} was called inside a transaction: reserve first, do the slow thing, then confirm`,
    );
  }

  isOutOfReach(error: unknown): boolean {
    return isDatabaseAway(error);
  }
}
