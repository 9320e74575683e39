import type { SessionId, UserId } from '#kernel/id';

export interface SessionOwner {
  readonly sessionId: SessionId;
  readonly userId: UserId;
}

export type RevocationReason = 'logout' | 'reuse' | 'disabled';

/** What became of a refresh token that was presented. */
export type SpentToken =
  ({ readonly outcome: 'fresh' | 'graced' | 'reused' } & SessionOwner) | { readonly outcome: 'refused' };

export abstract class SessionRepository {
  /** False when the user was disabled meanwhile. Who disables waits until the session can be seen, and ends it. */
  abstract open(session: SessionOwner & { readonly address: string }): Promise<boolean>;
  abstract addRefreshToken(sessionId: SessionId, hash: Buffer): Promise<void>;
  /**
   * Uses a refresh token up. `graced`: it was used seconds ago, by another tab; `reused`: it was used long ago, so somebody
   * else has it; `refused`: unknown, expired, or of a session that ended.
   */
  abstract spend(hash: Buffer): Promise<SpentToken>;
  abstract revoke(sessionId: SessionId, reason: RevocationReason): Promise<void>;
  abstract revokeAll(userId: UserId, reason: RevocationReason): Promise<void>;
}
