import type { RunId } from '#kernel/id';
import type { StepError } from '../domain/step';

/** Whether runs are at their end, told by their steps and not by what was written down about them. */
export abstract class RunEnds {
  /** Those of the runs in which no step will ever be worked on again. */
  abstract among(runIds: readonly RunId[]): Promise<ReadonlySet<RunId>>;
  /** What the first step that failed said; null when none did. */
  abstract errorOf(runId: RunId): Promise<StepError | null>;
}
