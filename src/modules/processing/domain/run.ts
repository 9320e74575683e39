import type { RunId } from '#kernel/id';
import type { StepError } from './step';
import type { StepView } from './step-view';

/** active: a step of it can go on. The others are ends. */
export const RUN_STATES = ['active', 'completed', 'failed', 'cancelled'] as const;
export type RunState = (typeof RUN_STATES)[number];

interface Transition {
  readonly from: readonly RunState[];
  readonly to: RunState;
}

/** Every way from one state to another, by its verb; the statements of the repository are made from this. */
export const RUN_TRANSITIONS = {
  complete: { from: ['active'], to: 'completed' },
  fail: { from: ['active'], to: 'failed' },
  cancel: { from: ['active'], to: 'cancelled' },
  /** An admin has its dead step tried again. */
  resume: { from: ['failed'], to: 'active' },
} as const satisfies Record<string, Transition>;

/** The work on one version of a video, as it is shown. */
export interface RunView {
  readonly id: RunId;
  readonly version: number;
  /** How often it went on after it had failed. */
  readonly resumptions: number;
  readonly state: RunState;
  readonly error: StepError | null;
  /** In the order of the plan. */
  readonly steps: readonly StepView[];
}
