import type { RunId } from '#kernel/id';
import type { NewRun } from './step-repository';

/** Where a run is to put what it makes. */
export type RunOutline = Pick<NewRun, 'mallId' | 'version'>;

/** What earlier steps of a run left for later ones. */
export abstract class StepResults {
  abstract of<Result extends object>(runId: RunId, name: string): Promise<Result>;
  abstract runOf(runId: RunId): Promise<RunOutline>;
}
