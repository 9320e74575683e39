import { asId } from '#kernel/id';
import { RUN_TRANSITIONS } from '../domain/run';
import { STEP_TRANSITIONS, type ClaimedStep } from '../domain/step';

export interface ClaimedRow {
  readonly id: string;
  readonly run_id: string;
  readonly video_id: string;
  readonly owner_id: string;
  readonly name: string;
  readonly fence: string;
  readonly attempts: number;
  readonly max_attempts: number;
  readonly plan: Readonly<Record<string, unknown>>;
  readonly waited_seconds: number;
}

export const CLAIMED = `
  processing_steps.id, processing_steps.run_id, processing_steps.video_id, processing_steps.owner_id,
  processing_steps.name, processing_steps.fence, processing_steps.attempts, processing_steps.max_attempts,
  processing_steps.plan, EXTRACT(EPOCH FROM (now() - processing_steps.due_at))::float8 AS waited_seconds`;

export function toClaimed(row: ClaimedRow): ClaimedStep {
  return {
    id: asId(row.id),
    runId: asId(row.run_id),
    videoId: asId(row.video_id),
    ownerId: asId(row.owner_id),
    name: row.name,
    fence: Number(row.fence),
    attempt: row.attempts,
    isLastAttempt: row.attempts >= row.max_attempts,
    plan: row.plan,
    waitedSeconds: row.waited_seconds,
  };
}

interface Halves {
  readonly set: string;
  readonly where: string;
}

/** The two halves of a transition of a step, for `SET` and for `WHERE`. */
export function transition(verb: keyof typeof STEP_TRANSITIONS): Halves {
  return halves('processing_steps', STEP_TRANSITIONS[verb]);
}

export function runTransition(verb: keyof typeof RUN_TRANSITIONS): Halves {
  return halves('processing_runs', RUN_TRANSITIONS[verb]);
}

function halves(
  table: string,
  { from, to }: { readonly from: readonly string[]; readonly to: string },
): Halves {
  const states = from.map((state) => `'${state}'`).join(', ');
  return { set: `state = '${to}'`, where: `${table}.state IN (${states})` };
}

/** Due steps in turns of their owners: the first of each owner, then the second of each; who has work in hand comes later. */
export const DUE_IN_TURNS = `
  SELECT due.id, due.priority, due.due_at,
         COALESCE(in_work.steps, 0) + row_number() OVER (
           PARTITION BY due.owner_id ORDER BY due.priority DESC, due.due_at, due.id) AS turn
    FROM processing_steps AS due
    LEFT JOIN (SELECT processing_steps.owner_id, count(*) AS steps FROM processing_steps
                WHERE processing_steps.state IN ('offered', 'running') GROUP BY processing_steps.owner_id
              ) AS in_work ON in_work.owner_id = due.owner_id
   WHERE due.state = 'due' AND due.due_at <= now()`;

/** Who goes first of two, in `turns`. */
export const TURN_ORDER = 'turns.turn, turns.priority DESC, turns.due_at, turns.id';
