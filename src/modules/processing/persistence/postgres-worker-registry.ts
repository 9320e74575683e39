import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import {
  SILENT_AFTER_SECONDS,
  WorkerRegistry,
  type SeenWorker,
  type WorkerCard,
} from '../ports/worker-registry';

@Injectable()
export class PostgresWorkerRegistry extends WorkerRegistry {
  constructor(private readonly database: Database) {
    super();
  }

  async checkIn({ id, host, release, slots, isAble, tools }: WorkerCard): Promise<void> {
    await this.database.query(
      `INSERT INTO processing_workers (id, host, release, slots, is_able, tools) VALUES ($1, $2, $3, $4, $5, $6)
       ON CONFLICT (id) DO UPDATE
          SET slots = EXCLUDED.slots, is_able = EXCLUDED.is_able, tools = EXCLUDED.tools, seen_at = now()`,
      [id, host, release, slots, isAble, tools],
    );
  }

  async checkOut(id: string): Promise<void> {
    await this.database.query('DELETE FROM processing_workers WHERE processing_workers.id = $1', [id]);
  }

  seen(): Promise<readonly SeenWorker[]> {
    return this.database.rows<SeenWorker>(
      `SELECT processing_workers.id, processing_workers.host, processing_workers.release, processing_workers.slots,
              processing_workers.is_able AS "isAble", processing_workers.tools,
              processing_workers.started_at AS "startedAt", processing_workers.seen_at AS "seenAt",
              EXTRACT(EPOCH FROM now() - processing_workers.seen_at)::float8 AS "silentSeconds"
         FROM processing_workers ORDER BY processing_workers.seen_at DESC LIMIT 100`,
    );
  }

  async slots(): Promise<number> {
    const row = await this.database.first<{ slots: number }>(
      `SELECT COALESCE(sum(processing_workers.slots), 0)::int AS slots FROM processing_workers
        WHERE processing_workers.is_able AND processing_workers.seen_at > now() - make_interval(secs => $1)`,
      [SILENT_AFTER_SECONDS],
    );
    return row?.slots ?? 0;
  }
}
