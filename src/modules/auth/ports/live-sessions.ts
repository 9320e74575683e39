import type { SessionId } from '#kernel/id';
import type { Identity } from '../domain/identity';

/** Who a session speaks for at this moment; null when it ended or its user is disabled. At most five seconds late. */
export abstract class LiveSessions {
  abstract identify(sessionId: SessionId): Promise<Identity | null>;
  /** Which of these have ended, asked of the record. */
  abstract endedAmong(sessionIds: readonly SessionId[]): Promise<readonly SessionId[]>;
}
