import type { Page, PageRequest } from '#libs/paging';
import type { RunId, VideoId } from '#kernel/id';
import type { RunView } from '../domain/run';
import type { StepState } from '../domain/step';
import type { StepView } from '../domain/step-view';

export interface JobFilter {
  readonly states: readonly StepState[] | null;
  readonly videoId: VideoId | null;
}

/** What is to be done and in hand, over all videos. */
export interface Backlog {
  readonly due: number;
  readonly offered: number;
  readonly running: number;
  readonly oldestDueSeconds: number;
}

/** The read side of the record of work. */
export abstract class WorkReader {
  abstract run(id: RunId): Promise<RunView | null>;
  /** By the id of a step, or by that of a run: then the step that the run is at, or ended with. */
  abstract step(id: string): Promise<StepView | null>;
  /** Newest first. */
  abstract steps(filter: JobFilter, request: PageRequest): Promise<Page<StepView>>;
  /** How many steps go before each of those of a run that are in the line, as things stand. */
  abstract stepsAhead(id: RunId): Promise<ReadonlyMap<string, number>>;
  abstract backlog(): Promise<Backlog>;
  /** How long the last steps of each name took. */
  abstract typicalSeconds(names: readonly string[]): Promise<ReadonlyMap<string, number>>;
}
