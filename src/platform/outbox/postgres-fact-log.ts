import { Injectable } from '@nestjs/common';
import { newId } from '#kernel/id';
import { FactLog, type Fact } from '#kernel/unit-of-work';
import { TypeormDatabase } from '../database/typeorm-database';
import { OUTBOX_BELL } from './published-fact';

@Injectable()
export class PostgresFactLog extends FactLog {
  constructor(private readonly database: TypeormDatabase) {
    super();
  }

  async record(fact: Fact): Promise<void> {
    if (!this.database.isInTransaction) throw new Error(`${fact.type} was recorded outside a unit of work`);
    await this.database.query(
      `WITH fact AS (
         INSERT INTO outbox (id, type, subject_type, subject_id, owner_id, data)
         VALUES ($1, $2, $3, $4, $5, $6)
       )
       SELECT pg_notify($7, '')`,
      [newId(), fact.type, fact.subject.type, fact.subject.id, fact.ownerId, fact.data, OUTBOX_BELL],
    );
  }
}
