import type { RunId, VideoId } from '#kernel/id';
import type { StepError, StepId, StepState } from './step';

/** A step as it is shown. */
export interface StepView {
  readonly id: StepId;
  readonly runId: RunId;
  readonly videoId: VideoId;
  readonly name: string;
  readonly needs: readonly string[];
  readonly state: StepState;
  readonly attempts: number;
  readonly maxAttempts: number;
  /** From 0 to 1, the furthest that any attempt came. */
  readonly progress: number;
  /** Of the last attempt that failed. */
  readonly error: StepError | null;
  readonly createdAt: Date;
  readonly dueAt: Date;
  /** When the first attempt began. */
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
}

/** What people call these states: whether the record or the courier has a step in hand is no business of theirs. */
export const JOB_STATES = ['waiting', 'queued', 'running', 'done', 'dead', 'cancelled'] as const;
export type JobState = (typeof JOB_STATES)[number];

const STEP_STATES_OF: Readonly<Record<JobState, readonly StepState[]>> = {
  waiting: ['waiting'],
  queued: ['due', 'offered'],
  running: ['running'],
  done: ['done'],
  dead: ['failed'],
  cancelled: ['cancelled'],
};

export function stepStatesOf(state: JobState): readonly StepState[] {
  return STEP_STATES_OF[state];
}

export function jobStateOf(state: StepState): JobState {
  const found = JOB_STATES.find((candidate) => STEP_STATES_OF[candidate].includes(state));
  if (found === undefined) throw new Error(`nobody calls ${state} anything`);
  return found;
}
