import { asId } from '#kernel/id';
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
}

export const CLAIMED = `
  processing_steps.id, processing_steps.run_id, processing_steps.video_id, processing_steps.owner_id,
  processing_steps.name, processing_steps.fence, processing_steps.attempts, processing_steps.max_attempts,
  processing_steps.plan`;

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
  };
}

/** The two halves of a transition, for `SET` and for `WHERE`. */
export function transition(verb: keyof typeof STEP_TRANSITIONS): {
  readonly set: string;
  readonly where: string;
} {
  const { from, to } = STEP_TRANSITIONS[verb];
  const states = from.map((state) => `'${state}'`).join(', ');
  return { set: `state = '${to}'`, where: `processing_steps.state IN (${states})` };
}
