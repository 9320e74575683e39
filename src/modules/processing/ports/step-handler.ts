import type { ClaimedStep } from '../domain/step';

export interface StepContext {
  readonly step: ClaimedStep;
  /** Aborted when the step was lost, its video deleted, or the worker stops: stop working and throw. */
  readonly signal: AbortSignal;
  /** From 0 to 1; told to everybody with the next heartbeat. */
  readonly report: (fraction: number) => void;
}

export interface StepOutcome {
  readonly result: object;
  /** Keys that this attempt alone wrote: condemned when the step turns out to be somebody else's. */
  readonly outputs?: readonly string[];
  /** Runs in the transaction that finishes the step, and only if the step is still this worker's. */
  readonly commit?: () => Promise<void>;
}

/** What a step of one name does. It may run twice, at once, or too late, and must do no harm. */
export abstract class StepHandler {
  abstract readonly name: string;
  abstract run(context: StepContext): Promise<StepOutcome>;
}
