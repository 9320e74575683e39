import { Injectable } from '@nestjs/common';
import { newId, type RunId, type VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { MAX_ATTEMPTS, waitSecondsAfter } from '../domain/retry-policy';
import type { ClaimedStep, PlannedStep, StepError, StepId, StepState } from '../domain/step';
import { StepRepository, type NewRun, type StepAfterFailure, type StepOffer } from '../ports/step-repository';
import { ProcessingConfig } from '../processing.config';
import {
  CLAIMED,
  DUE_IN_TURNS,
  runTransition,
  toClaimed,
  transition,
  TURN_ORDER,
  type ClaimedRow,
} from './step-rows';

const MINE = 'processing_steps.id = $1 AND processing_steps.fence = $2';

/**
 * A worker died of one of its steps, and nobody knows of which. The first time they all go on at once. Those that lose a second
 * one come back at different times, so that what is healthy does not share its last try with what kills.
 */
const APART = `now() + CASE WHEN processing_steps.attempts < 2 THEN interval '0' ELSE random() * interval '20 seconds' END`;

@Injectable()
export class PostgresStepRepository extends StepRepository {
  constructor(
    private readonly database: Database,
    private readonly config: ProcessingConfig,
  ) {
    super();
  }

  async plan(
    { id, videoId, ownerId, mallId, version }: NewRun,
    steps: readonly PlannedStep[],
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO processing_runs (id, video_id, owner_id, mall_id, version, state) VALUES ($1, $2, $3, $4, $5, 'active')`,
      [id, videoId, ownerId, mallId, version],
    );
    for (const step of steps) {
      await this.database.query(
        `INSERT INTO processing_steps (id, run_id, video_id, owner_id, name, needs, state, priority, max_attempts, plan)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
        [
          newId(),
          id,
          videoId,
          ownerId,
          step.name,
          step.needs,
          step.needs.length === 0 ? 'due' : 'waiting',
          step.priority,
          MAX_ATTEMPTS,
          step.plan ?? {},
        ],
      );
    }
  }

  async nextVersion(videoId: VideoId): Promise<number> {
    const row = await this.database.first<{ version: number }>(
      `SELECT COALESCE(max(processing_runs.version), 0) + 1 AS version
         FROM processing_runs WHERE processing_runs.video_id = $1`,
      [videoId],
    );
    return row?.version ?? 1;
  }

  async countOffered(): Promise<number> {
    const row = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM processing_steps WHERE processing_steps.state = 'offered'`,
    );
    return row?.count ?? 0;
  }

  async offerDue(limit: number): Promise<readonly StepOffer[]> {
    const { set, where } = transition('offer');
    return this.database.rows<StepOffer>(
      `WITH turns AS (${DUE_IN_TURNS}), chosen AS (
         SELECT turns.id, row_number() OVER (ORDER BY ${TURN_ORDER}) AS rank FROM turns ORDER BY rank LIMIT $1
       ), taken AS (
         UPDATE processing_steps
            SET ${set}, offers = processing_steps.offers + 1, offered_at = now()
           FROM chosen WHERE processing_steps.id = chosen.id AND ${where}
         RETURNING processing_steps.id, processing_steps.name, processing_steps.offers AS offer, chosen.rank
       )
       SELECT taken.id, taken.name, taken.offer FROM taken ORDER BY taken.rank`,
      [limit],
    );
  }

  async claim(id: StepId, worker: string): Promise<ClaimedStep | null> {
    const { set, where } = transition('claim');
    const row = await this.database.first<ClaimedRow>(
      `UPDATE processing_steps
          SET ${set}, fence = processing_steps.fence + 1, attempts = processing_steps.attempts + 1, worker = $2,
              lease_until = now() + make_interval(secs => $3),
              started_at = COALESCE(processing_steps.started_at, now())
        WHERE processing_steps.id = $1 AND ${where} AND processing_steps.attempts < processing_steps.max_attempts
       RETURNING ${CLAIMED}`,
      [id, worker, this.config.leaseSeconds],
    );
    return row === undefined ? null : toClaimed(row);
  }

  heartbeat({ id, fence }: Pick<ClaimedStep, 'id' | 'fence'>, progress: number): Promise<boolean> {
    return this.changesOne(
      `UPDATE processing_steps
          SET lease_until = now() + make_interval(secs => $3), progress = GREATEST(processing_steps.progress, $4)
        WHERE ${MINE} AND processing_steps.state = 'running'`,
      [id, fence, this.config.leaseSeconds, progress],
    );
  }

  finish({ id, fence }: Pick<ClaimedStep, 'id' | 'fence'>, result: object): Promise<boolean> {
    const { set, where } = transition('finish');
    return this.changesOne(
      `UPDATE processing_steps
          SET ${set}, result = $3, progress = 1, error = NULL, lease_until = NULL, finished_at = now()
        WHERE ${MINE} AND ${where}`,
      [id, fence, result],
    );
  }

  isHeld(step: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean> {
    return this.isMineAnd('running', step);
  }

  isDoneBy(step: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean> {
    return this.isMineAnd('done', step);
  }

  async fail(step: ClaimedStep, error: StepError): Promise<StepAfterFailure> {
    const isOver = error.permanent || step.isLastAttempt;
    const { set, where } = transition(isOver ? 'giveUp' : 'retry');
    const changed = await this.changesOne(
      `UPDATE processing_steps
          SET ${set}, error = $3, lease_until = NULL, due_at = now() + make_interval(secs => $4),
              finished_at = CASE WHEN $5 THEN now() END
        WHERE ${MINE} AND ${where}`,
      [step.id, step.fence, error, waitSecondsAfter(step.attempt), isOver],
    );
    if (!changed) return 'lost';
    return isOver ? 'failed' : 'retrying';
  }

  release({ id, fence }: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean> {
    const { set, where } = transition('retry');
    return this.changesOne(
      `UPDATE processing_steps
          SET ${set}, attempts = processing_steps.attempts - 1, lease_until = NULL, due_at = now()
        WHERE ${MINE} AND ${where}`,
      [id, fence],
    );
  }

  postpone({ id, fence }: Pick<ClaimedStep, 'id' | 'fence'>, hindrance: StepError): Promise<boolean> {
    const { set, where } = transition('retry');
    return this.changesOne(
      `UPDATE processing_steps
          SET ${set}, attempts = processing_steps.attempts - 1, error = $3, lease_until = NULL,
              due_at = now() + LEAST(interval '10 minutes',
                GREATEST(make_interval(secs => $4), (now() - processing_steps.started_at) / 4))
        WHERE ${MINE} AND ${where}`,
      [id, fence, hindrance, this.config.restSeconds],
    );
  }

  async takeBack(offers: readonly StepOffer[]): Promise<void> {
    const { set, where } = transition('offerAgain');
    await this.database.query(
      `UPDATE processing_steps SET ${set} WHERE processing_steps.id = ANY($1) AND ${where}`,
      [offers.map(({ id }) => id)],
    );
  }

  async wakeReady(runId: RunId): Promise<number> {
    const { set, where } = transition('becomeDue');
    const { count } = await this.database.query(
      `UPDATE processing_steps SET ${set}, due_at = now()
        WHERE processing_steps.run_id = $1 AND ${where} AND NOT EXISTS (
                SELECT 1 FROM processing_steps AS before
                 WHERE before.run_id = $1 AND before.name = ANY(processing_steps.needs) AND before.state <> 'done')`,
      [runId],
    );
    return count;
  }

  completeRun(runId: RunId): Promise<boolean> {
    const { set, where } = runTransition('complete');
    return this.changesOne(
      `UPDATE processing_runs SET ${set}, finished_at = now()
        WHERE processing_runs.id = $1 AND ${where} AND NOT EXISTS (
                SELECT 1 FROM processing_steps WHERE processing_steps.run_id = $1 AND processing_steps.state <> 'done')`,
      [runId],
    );
  }

  async endRun(
    runId: RunId,
    { state, error }: { readonly state: 'failed' | 'cancelled'; readonly error: StepError | null },
  ): Promise<boolean> {
    const end = runTransition(state === 'failed' ? 'fail' : 'cancel');
    const ended = await this.changesOne(
      `UPDATE processing_runs SET ${end.set}, error = $2, finished_at = now()
        WHERE processing_runs.id = $1 AND ${end.where}`,
      [runId, error],
    );
    const { set, where } = transition('cancel');
    await this.database.query(
      `UPDATE processing_steps SET ${set}, lease_until = NULL, finished_at = now()
        WHERE processing_steps.run_id = $1 AND ${where}`,
      [runId],
    );
    return ended;
  }

  async unadoptedSource(runId: RunId): Promise<string | null> {
    const row = await this.database.first<{ key: string | null }>(
      `SELECT processing_steps.plan ->> 'staging_key' AS key FROM processing_steps
        WHERE processing_steps.run_id = $1 AND processing_steps.name = 'ingest' AND processing_steps.state <> 'done'`,
      [runId],
    );
    return row?.key ?? null;
  }

  async resumeRun(runId: RunId): Promise<boolean> {
    const resume = runTransition('resume');
    const resumed = await this.changesOne(
      `UPDATE processing_runs
          SET ${resume.set}, error = NULL, finished_at = NULL, resumptions = processing_runs.resumptions + 1
        WHERE processing_runs.id = $1 AND ${resume.where}`,
      [runId],
    );
    if (!resumed) return false;
    const [reopen, remake] = [transition('reopen'), transition('remake')];
    await this.database.query(
      `UPDATE processing_steps SET ${reopen.set}, attempts = 0, started_at = NULL, finished_at = NULL
        WHERE processing_steps.run_id = $1
          AND (${reopen.where} OR (${remake.where} AND processing_steps.name <> 'ingest'))`,
      [runId],
    );
    await this.wakeReady(runId);
    return true;
  }

  async offerLostAgain(): Promise<number> {
    const { set, where } = transition('offerAgain');
    const { count } = await this.database.query(
      `UPDATE processing_steps SET ${set}, due_at = now()
        WHERE ${where} AND processing_steps.offered_at < now() - make_interval(secs => $1)`,
      [this.config.offerSeconds],
    );
    return count;
  }

  async releaseExpired(): Promise<readonly ClaimedStep[]> {
    const { set, where } = transition('retry');
    const silent = `${where} AND processing_steps.lease_until < now()`;
    await this.database.query(
      `UPDATE processing_steps SET ${set}, lease_until = NULL, due_at = ${APART}
        WHERE ${silent} AND processing_steps.attempts < processing_steps.max_attempts`,
    );
    // Said again: one whose lease ran out since the statement before has tries left.
    const rows = await this.database.rows<ClaimedRow>(
      `SELECT ${CLAIMED} FROM processing_steps
        WHERE ${silent} AND processing_steps.attempts >= processing_steps.max_attempts`,
    );
    return rows.map(toClaimed);
  }

  private async isMineAnd(
    state: StepState,
    { id, fence }: Pick<ClaimedStep, 'id' | 'fence'>,
  ): Promise<boolean> {
    const row = await this.database.first(
      `SELECT processing_steps.id FROM processing_steps WHERE ${MINE} AND processing_steps.state = $3`,
      [id, fence, state],
    );
    return row !== undefined;
  }

  private async changesOne(sql: string, parameters: readonly unknown[]): Promise<boolean> {
    return (await this.database.query(sql, parameters)).count === 1;
  }
}
