import type { MallId, RunId, UserId, VideoId } from '#kernel/id';
import type { ClaimedStep, PlannedStep, StepError, StepId } from '../domain/step';

export interface NewRun {
  readonly id: RunId;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  /** What is made of its video is kept below it. */
  readonly mallId: MallId | null;
  readonly version: number;
}

export interface StepOffer {
  readonly id: StepId;
  readonly name: string;
  /** Rises with every offer: names of jobs are never used twice. */
  readonly offer: number;
}

export type StepAfterFailure = 'retrying' | 'failed' | 'lost';

/** The record of work. Every verb is one conditional UPDATE; `false` or `lost` means that somebody else holds the step. */
export abstract class StepRepository {
  abstract plan(run: NewRun, steps: readonly PlannedStep[]): Promise<void>;
  /** Higher than any that was ever worked on: whoever asks holds the video. */
  abstract nextVersion(videoId: VideoId): Promise<number>;
  /** How many steps the courier carries at this moment. */
  abstract countOffered(): Promise<number>;
  /** Takes due steps in turns of their owners, and those first whose owner has least in work. */
  abstract offerDue(limit: number): Promise<readonly StepOffer[]>;
  /** Raises the fence and counts the attempt: a try that kills its worker counts as well. */
  abstract claim(id: StepId, worker: string): Promise<ClaimedStep | null>;
  /** Renews the lease. False: the step is not this worker's any more. */
  abstract heartbeat(step: Pick<ClaimedStep, 'id' | 'fence'>, progress: number): Promise<boolean>;
  /** Whether the step is still this worker's. */
  abstract isHeld(step: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean>;
  abstract finish(step: Pick<ClaimedStep, 'id' | 'fence'>, result: object): Promise<boolean>;
  /** For a worker that was never told whether its end of the step was kept. */
  abstract isDoneBy(step: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean>;
  abstract fail(step: ClaimedStep, error: StepError): Promise<StepAfterFailure>;
  /** A worker that stops gives its step back, and the attempt with it. */
  abstract release(step: Pick<ClaimedStep, 'id' | 'fence'>): Promise<boolean>;
  /** Gives it back, and the attempt with it, for a while that grows the longer the step was kept from being done. */
  abstract postpone(step: Pick<ClaimedStep, 'id' | 'fence'>, hindrance: StepError): Promise<boolean>;
  /** What the courier would not take is due again. */
  abstract takeBack(offers: readonly StepOffer[]): Promise<void>;
  /** waiting -> due of everything in a run whose needs are done. */
  abstract wakeReady(runId: RunId): Promise<number>;
  /** Ends a run all of whose steps are done. */
  abstract completeRun(runId: RunId): Promise<boolean>;
  /** Ends a run, and whatever of it is not at its end. */
  abstract endRun(
    runId: RunId,
    end: { readonly state: 'failed' | 'cancelled'; readonly error: StepError | null },
  ): Promise<boolean>;
  /** Where the bytes are that a run has still to adopt as the original; null once it has. */
  abstract unadoptedSource(runId: RunId): Promise<string | null>;
  /** A failed run begins again, with all attempts; the original that it adopted is there, and nothing else that it made. */
  abstract resumeRun(runId: RunId): Promise<boolean>;
  /** S1: steps that the courier must have lost. */
  abstract offerLostAgain(): Promise<number>;
  /** S2: steps whose worker fell silent; those with no attempt left are answered, for their runs to fail. */
  abstract releaseExpired(): Promise<readonly ClaimedStep[]>;
}
