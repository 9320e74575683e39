import type { Id, RunId, UserId, VideoId } from '#kernel/id';

export type StepId = Id<'step'>;

/**
 * waiting: its needs are not done. due: to be done from `due_at` on. offered: the courier carries it. running: a worker holds
 * its lease. The others are ends.
 */
export const STEP_STATES = ['waiting', 'due', 'offered', 'running', 'done', 'failed', 'cancelled'] as const;
export type StepState = (typeof STEP_STATES)[number];

interface Transition {
  readonly from: readonly StepState[];
  readonly to: StepState;
}

/** Every way from one state to another, by its verb; the statements of the repository are made from this. */
export const STEP_TRANSITIONS = {
  becomeDue: { from: ['waiting'], to: 'due' },
  offer: { from: ['due'], to: 'offered' },
  /** A step that the courier lost, or brought twice, can be claimed all the same: the claim decides, not the offer. */
  claim: { from: ['due', 'offered'], to: 'running' },
  finish: { from: ['running'], to: 'done' },
  retry: { from: ['running'], to: 'due' },
  giveUp: { from: ['running'], to: 'failed' },
  offerAgain: { from: ['offered'], to: 'due' },
  cancel: { from: ['waiting', 'due', 'offered', 'running'], to: 'cancelled' },
  /** With its run, which goes on. */
  reopen: { from: ['failed', 'cancelled'], to: 'waiting' },
  /** What it had made went when its run failed. */
  remake: { from: ['done'], to: 'waiting' },
} as const satisfies Record<string, Transition>;

/** What a run is made of, before it is written. */
export interface PlannedStep {
  readonly name: string;
  /** Names of steps of the same run that must be done first. */
  readonly needs: readonly string[];
  /** Higher goes first among the steps of one owner. */
  readonly priority: number;
  readonly plan?: Readonly<Record<string, unknown>>;
}

/** A step in the hands of a worker. Whatever it writes carries this fence; a later claim makes it worthless. */
export interface ClaimedStep {
  readonly id: StepId;
  readonly runId: RunId;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  readonly name: string;
  readonly fence: number;
  readonly attempt: number;
  readonly isLastAttempt: boolean;
  /** From when it was due until it was claimed. */
  readonly waitedSeconds: number;
  readonly plan: Readonly<Record<string, unknown>>;
}

export interface StepError {
  readonly code: string;
  readonly message: string;
  readonly permanent: boolean;
}
