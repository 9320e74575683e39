import { Injectable } from '@nestjs/common';
import { Database } from '../database/database';
import { PUBLISHED_FACT_COLUMNS, type PublishedFact } from './published-fact';

export interface HistoryRequest {
  readonly after: number;
  readonly upTo: number;
  readonly subjectType: string;
  /** Only facts about things of this owner; null: of anybody. */
  readonly ownerId: string | null;
  /** Only facts about this thing; null: about any. */
  readonly subjectId: string | null;
  readonly limit: number;
}

/** What is remembered: every position after `forgottenTo`, up to `head`. */
export interface Remembered {
  readonly forgottenTo: number;
  readonly head: number;
}

/** Published facts of the last days, for those who were away. */
@Injectable()
export class FactHistory {
  constructor(private readonly database: Database) {}

  async remembered(): Promise<Remembered> {
    const row = await this.database.first<Remembered>(
      `SELECT outbox_head.position::float8 AS head,
              COALESCE((SELECT min(outbox.position) - 1 FROM outbox), outbox_head.position)::float8 AS "forgottenTo"
         FROM outbox_head`,
    );
    return row ?? { forgottenTo: 0, head: 0 };
  }

  read({ after, upTo, subjectType, ownerId, subjectId, limit }: HistoryRequest): Promise<PublishedFact[]> {
    return this.database.rows<PublishedFact>(
      `SELECT ${PUBLISHED_FACT_COLUMNS} FROM outbox
        WHERE outbox.position > $1 AND outbox.position <= $2 AND outbox.subject_type = $3
          AND ($4::uuid IS NULL OR outbox.owner_id = $4) AND ($5::text IS NULL OR outbox.subject_id = $5)
        ORDER BY outbox.position LIMIT $6`,
      [after, upTo, subjectType, ownerId, subjectId, limit],
    );
  }
}
