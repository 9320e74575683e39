import type { UserId, VideoId } from '#kernel/id';
import type { DashboardSessionId } from './dashboard-session';

export type CleanupOutcome = 'done' | 'not_needed' | 'pending';

/** What became of what an attempt had begun, by the place where it stood. */
export interface Cleanup {
  readonly store: CleanupOutcome;
  readonly session: CleanupOutcome;
  readonly database: CleanupOutcome;
}

/** One body for one session: what of it there is to undo, as far as it has come. */
export interface Attempt {
  readonly sessionId: DashboardSessionId;
  readonly userId: UserId;
  readonly upload: {
    readonly videoId: VideoId;
    readonly stagingKey: string;
    readonly originalKey: string;
  } | null;
  /** Bytes may have reached the store. */
  readonly hasWritten: boolean;
}

/** Carries the refusal, or the accident, together with what is left of it. */
export class FailedAttempt extends Error {
  constructor(
    override readonly cause: unknown,
    readonly attempt: Attempt,
    readonly cleanup: Cleanup,
  ) {
    super('an upload through the dashboard failed', { cause });
    this.name = 'FailedAttempt';
  }
}
