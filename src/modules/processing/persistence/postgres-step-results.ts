import { Injectable } from '@nestjs/common';
import type { RunId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { StepResults, type RunOutline } from '../ports/step-results';

@Injectable()
export class PostgresStepResults extends StepResults {
  constructor(private readonly database: Database) {
    super();
  }

  async of<Result extends object>(runId: RunId, name: string): Promise<Result> {
    const row = await this.database.first<{ result: Result }>(
      `SELECT processing_steps.result FROM processing_steps
        WHERE processing_steps.run_id = $1 AND processing_steps.name = $2 AND processing_steps.state = 'done'`,
      [runId, name],
    );
    if (row === undefined) throw new Error(`the step ${name} of the run is not done`);
    return row.result;
  }

  async runOf(runId: RunId): Promise<RunOutline> {
    const row = await this.database.first<RunOutline>(
      'SELECT processing_runs.mall_id AS "mallId", processing_runs.version FROM processing_runs WHERE processing_runs.id = $1',
      [runId],
    );
    if (row === undefined) throw new Error('there is no such run');
    return row;
  }
}
