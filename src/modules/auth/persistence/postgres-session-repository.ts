import { Injectable } from '@nestjs/common';
import { asId, type SessionId, type UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { REFRESH_IDLE_SECONDS, REUSE_GRACE_SECONDS, SESSION_SECONDS } from '../domain/session';
import {
  SessionRepository,
  type RevocationReason,
  type SessionOwner,
  type SpentToken,
} from '../ports/session-repository';

interface OwnerRow {
  readonly session_id: string;
  readonly user_id: string;
}

/** Time is the database's: processes with different clocks must agree on what is used and what is expired. */
@Injectable()
export class PostgresSessionRepository extends SessionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async open({ sessionId, userId, address }: SessionOwner & { readonly address: string }): Promise<boolean> {
    const { count } = await this.database.query(
      `INSERT INTO sessions (id, user_id, address, expires_at)
       SELECT $1::uuid, users.id, $3::text, now() + make_interval(secs => $4)
         FROM users WHERE users.id = $2 AND users.disabled_at IS NULL FOR SHARE`,
      [sessionId, userId, address, SESSION_SECONDS],
    );
    return count === 1;
  }

  async addRefreshToken(sessionId: SessionId, hash: Buffer): Promise<void> {
    await this.database.query(
      `INSERT INTO refresh_tokens (hash, session_id, expires_at)
       SELECT $1, sessions.id, LEAST(sessions.expires_at, now() + make_interval(secs => $3))
         FROM sessions WHERE sessions.id = $2`,
      [hash, sessionId, REFRESH_IDLE_SECONDS],
    );
  }

  async spend(hash: Buffer): Promise<SpentToken> {
    const fresh = await this.database.first<OwnerRow>(
      `UPDATE refresh_tokens SET used_at = now()
         FROM sessions JOIN users ON users.id = sessions.user_id AND users.disabled_at IS NULL
        WHERE refresh_tokens.hash = $1 AND refresh_tokens.used_at IS NULL AND refresh_tokens.expires_at > now()
          AND sessions.id = refresh_tokens.session_id AND sessions.revoked_at IS NULL
       RETURNING refresh_tokens.session_id, sessions.user_id`,
      [hash],
    );
    if (fresh !== undefined) return { outcome: 'fresh', ...ownerOf(fresh) };
    return this.judgeSpent(hash);
  }

  async revoke(sessionId: SessionId, reason: RevocationReason): Promise<void> {
    await this.database.query(
      'UPDATE sessions SET revoked_at = now(), revoked_for = $2 WHERE id = $1 AND revoked_at IS NULL',
      [sessionId, reason],
    );
  }

  async revokeAll(userId: UserId, reason: RevocationReason): Promise<void> {
    await this.database.query(
      'UPDATE sessions SET revoked_at = now(), revoked_for = $2 WHERE user_id = $1 AND revoked_at IS NULL',
      [userId, reason],
    );
  }

  private async judgeSpent(hash: Buffer): Promise<SpentToken> {
    const used = await this.database.first<OwnerRow & { is_recent: boolean }>(
      `SELECT refresh_tokens.session_id, sessions.user_id,
              refresh_tokens.used_at > now() - make_interval(secs => $2) AS is_recent
         FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
        WHERE refresh_tokens.hash = $1 AND refresh_tokens.used_at IS NOT NULL
          AND sessions.revoked_at IS NULL AND sessions.expires_at > now()`,
      [hash, REUSE_GRACE_SECONDS],
    );
    if (used === undefined) return { outcome: 'refused' };
    return { outcome: used.is_recent ? 'graced' : 'reused', ...ownerOf(used) };
  }
}

function ownerOf(row: OwnerRow): SessionOwner {
  return { sessionId: asId(row.session_id), userId: asId(row.user_id) };
}
