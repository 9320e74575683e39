import { Injectable } from '@nestjs/common';
import type { RunId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { StepError } from '../domain/step';
import { RunEnds } from '../ports/run-ends';

@Injectable()
export class PostgresRunEnds extends RunEnds {
  constructor(private readonly database: Database) {
    super();
  }

  async among(runIds: readonly RunId[]): Promise<ReadonlySet<RunId>> {
    const goingOn = await this.database.rows<{ run_id: RunId }>(
      `SELECT DISTINCT processing_steps.run_id FROM processing_steps
        WHERE processing_steps.run_id = ANY($1) AND processing_steps.state IN ('waiting', 'due', 'offered', 'running')`,
      [runIds],
    );
    const alive = new Set(goingOn.map((row) => row.run_id));
    return new Set(runIds.filter((runId) => !alive.has(runId)));
  }

  async errorOf(runId: RunId): Promise<StepError | null> {
    const row = await this.database.first<{ error: StepError | null }>(
      `SELECT processing_steps.error FROM processing_steps
        WHERE processing_steps.run_id = $1 AND processing_steps.state = 'failed'
        ORDER BY processing_steps.finished_at LIMIT 1`,
      [runId],
    );
    return row?.error ?? null;
  }
}
