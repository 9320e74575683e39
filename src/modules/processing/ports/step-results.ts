import type { RunId } from '#kernel/id';

/** What earlier steps of a run left for later ones. */
export abstract class StepResults {
  abstract of<Result extends object>(runId: RunId, name: string): Promise<Result>;
  abstract versionOf(runId: RunId): Promise<number>;
}
