import type { Membership, Role } from '#kernel/actor';
import type { SessionId, UserId } from '#kernel/id';

export interface Identity {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly role: Role;
  readonly memberships: readonly Membership[];
}

/** Who a session speaks for at this moment; null when it ended or its user is disabled. At most five seconds late. */
export abstract class LiveSessions {
  abstract identify(sessionId: SessionId): Promise<Identity | null>;
  /** Which of these have ended, asked of the record. */
  abstract endedAmong(sessionIds: readonly SessionId[]): Promise<readonly SessionId[]>;
}
