import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { RunId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { RunView } from '../domain/run';
import type { StepView } from '../domain/step-view';
import { WorkReader, type Backlog, type JobFilter } from '../ports/work-reader';
import { DUE_IN_TURNS, TURN_ORDER } from './step-rows';

const STEP = `
  processing_steps.id, processing_steps.run_id AS "runId", processing_steps.video_id AS "videoId",
  processing_steps.name, processing_steps.needs, processing_steps.state, processing_steps.attempts,
  processing_steps.max_attempts AS "maxAttempts", processing_steps.progress, processing_steps.error,
  processing_steps.created_at AS "createdAt", processing_steps.due_at AS "dueAt",
  processing_steps.started_at AS "startedAt", processing_steps.finished_at AS "finishedAt"`;

/** What a run is at, or ended with: its death, then what is in hand, then what waits, then the last that was done. */
const DECISIVE = `
  processing_steps.state = 'failed' DESC, processing_steps.state = 'running' DESC,
  processing_steps.state IN ('due', 'offered') DESC, processing_steps.id DESC`;

/** So many of the last ones: enough for an average, and soon up to date after a change of machines. */
const TYPICAL_OF = 20;

const MATCHES = `
  ($1::text[] IS NULL OR processing_steps.state = ANY($1))
  AND ($2::uuid IS NULL OR processing_steps.video_id = $2)`;

@Injectable()
export class PostgresWorkReader extends WorkReader {
  constructor(private readonly database: Database) {
    super();
  }

  async run(id: RunId): Promise<RunView | null> {
    const run = await this.database.first<Omit<RunView, 'steps'>>(
      `SELECT processing_runs.id, processing_runs.version, processing_runs.resumptions, processing_runs.state,
              processing_runs.error
         FROM processing_runs WHERE processing_runs.id = $1`,
      [id],
    );
    if (run === undefined) return null;
    const steps = await this.database.rows<StepView>(
      `SELECT ${STEP} FROM processing_steps WHERE processing_steps.run_id = $1 ORDER BY processing_steps.id`,
      [id],
    );
    return { ...run, steps };
  }

  async step(id: string): Promise<StepView | null> {
    const byRun = await this.database.first<StepView>(
      `SELECT ${STEP} FROM processing_steps WHERE processing_steps.run_id = $1 ORDER BY ${DECISIVE} LIMIT 1`,
      [id],
    );
    if (byRun !== undefined) return byRun;
    const step = await this.database.first<StepView>(
      `SELECT ${STEP} FROM processing_steps WHERE processing_steps.id = $1`,
      [id],
    );
    return step ?? null;
  }

  /** Ids tell the order of creation. */
  async steps({ states, videoId }: JobFilter, request: PageRequest): Promise<Page<StepView>> {
    const [after = null] = request.after ?? [];
    const rows = await this.database.rows<StepView>(
      `SELECT ${STEP} FROM processing_steps
        WHERE ${MATCHES} AND ($3::uuid IS NULL OR processing_steps.id < $3)
        ORDER BY processing_steps.id DESC LIMIT $4 OFFSET $5`,
      [states, videoId, after, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM processing_steps WHERE ${MATCHES}`,
      [states, videoId],
    );
    return pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
  }

  /** What the courier carries goes first, then what it will be given next. */
  async stepsAhead(id: RunId): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.rows<{ id: string; ahead: number }>(
      `WITH turns AS (${DUE_IN_TURNS}), line AS (
         SELECT turns.id, row_number() OVER (ORDER BY ${TURN_ORDER}) - 1 AS ahead FROM turns
       ), carried AS (
         SELECT offered.id, row_number() OVER (ORDER BY offered.offered_at, offered.id) - 1 AS ahead
           FROM processing_steps AS offered WHERE offered.state = 'offered'
       ), everybody AS (
         SELECT carried.id, carried.ahead FROM carried
         UNION ALL
         SELECT line.id, line.ahead + (SELECT count(*) FROM carried) FROM line
       )
       SELECT everybody.id, everybody.ahead::int AS ahead
         FROM everybody JOIN processing_steps ON processing_steps.id = everybody.id
        WHERE processing_steps.run_id = $1`,
      [id],
    );
    return new Map(rows.map((row) => [row.id, row.ahead]));
  }

  async backlog(): Promise<Backlog> {
    const found = await this.database.first<Backlog>(
      `SELECT count(*) FILTER (WHERE processing_steps.state = 'due' AND processing_steps.due_at <= now())::int AS due,
              count(*) FILTER (WHERE processing_steps.state = 'offered')::int AS offered,
              count(*) FILTER (WHERE processing_steps.state = 'running')::int AS running,
              COALESCE(EXTRACT(EPOCH FROM (now() - min(processing_steps.due_at) FILTER (
                WHERE processing_steps.state IN ('due', 'offered') AND processing_steps.due_at <= now()))), 0)::float8
                AS "oldestDueSeconds"
         FROM processing_steps WHERE processing_steps.state IN ('due', 'offered', 'running')`,
    );
    if (found === undefined) throw new Error('an aggregate has a row');
    return found;
  }

  async typicalSeconds(names: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.rows<{ name: string; seconds: number }>(
      `SELECT wanted.name, avg(recent.seconds)::float8 AS seconds
         FROM unnest($1::text[]) AS wanted (name)
         JOIN LATERAL (SELECT EXTRACT(EPOCH FROM (past.finished_at - past.started_at)) AS seconds
                         FROM processing_steps AS past
                        WHERE past.name = wanted.name AND past.state = 'done'
                        ORDER BY past.finished_at DESC LIMIT ${String(TYPICAL_OF)}) AS recent ON true
        GROUP BY wanted.name`,
      [names],
    );
    return new Map(rows.map((row) => [row.name, row.seconds]));
  }
}
