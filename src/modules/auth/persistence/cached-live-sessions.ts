import { Injectable, type OnModuleInit } from '@nestjs/common';
import { strongestRole } from '#kernel/actor';
import { asId, type SessionId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { FactFeed } from '#platform/outbox/fact-feed';
import type { PublishedFact } from '#platform/outbox/published-fact';
import { LiveSessions, type Identity } from '../ports/live-sessions';
import { MEMBERSHIPS_JSON, type WithMemberships } from './membership-json';

/** A revocation must hold everywhere within five seconds, also where no fact arrives. */
const FRESH_MS = 4_000;
const REMEMBERED_SESSIONS = 10_000;
const IS_LIVE = 'sessions.revoked_at IS NULL AND sessions.expires_at > now() AND users.disabled_at IS NULL';

interface Remembered {
  readonly identity: Promise<Identity | null>;
  readonly loadedAt: number;
}

interface IdentityRow extends WithMemberships {
  readonly user_id: string;
  readonly is_admin: boolean;
}

/** One query a session every four seconds, however many requests it makes; facts make changes felt at once. */
@Injectable()
export class CachedLiveSessions extends LiveSessions implements OnModuleInit {
  private readonly remembered = new Map<SessionId, Remembered>();

  constructor(
    private readonly database: Database,
    private readonly facts: FactFeed,
  ) {
    super();
  }

  onModuleInit(): void {
    this.facts.onFact((fact) => {
      if (isAboutStanding(fact)) this.remembered.clear();
    });
  }

  identify(sessionId: SessionId): Promise<Identity | null> {
    const known = this.remembered.get(sessionId);
    if (known !== undefined && performance.now() - known.loadedAt < FRESH_MS) return known.identity;
    return this.remember(sessionId);
  }

  async endedAmong(sessionIds: readonly SessionId[]): Promise<readonly SessionId[]> {
    const rows = await this.database.rows<{ id: string }>(
      `SELECT sessions.id FROM sessions JOIN users ON users.id = sessions.user_id
        WHERE sessions.id = ANY($1::uuid[]) AND ${IS_LIVE}`,
      [sessionIds],
    );
    const live = new Set(rows.map(({ id }) => id));
    return sessionIds.filter((id) => !live.has(id));
  }

  private remember(sessionId: SessionId): Promise<Identity | null> {
    const identity = this.load(sessionId);
    const entry = { identity, loadedAt: performance.now() };
    this.remembered.delete(sessionId);
    this.remembered.set(sessionId, entry);
    identity.catch(() => {
      if (this.remembered.get(sessionId) === entry) this.remembered.delete(sessionId);
    });
    if (this.remembered.size > REMEMBERED_SESSIONS) {
      const [oldest] = this.remembered.keys();
      if (oldest !== undefined) this.remembered.delete(oldest);
    }
    return identity;
  }

  private async load(sessionId: SessionId): Promise<Identity | null> {
    const row = await this.database.first<IdentityRow>(
      `SELECT users.id AS user_id, users.is_admin, ${MEMBERSHIPS_JSON}
         FROM sessions JOIN users ON users.id = sessions.user_id
        WHERE sessions.id = $1 AND ${IS_LIVE}`,
      [sessionId],
    );
    if (row === undefined) return null;
    const { memberships } = row;
    return {
      userId: asId(row.user_id),
      sessionId,
      role: strongestRole(row.is_admin, memberships),
      memberships,
    };
  }
}

/** Rare enough that forgetting everybody costs less than keeping an index by user. */
function isAboutStanding({ type }: PublishedFact): boolean {
  return (
    type.startsWith('session.') ||
    (type.startsWith('user.') && type !== 'user.registered' && type !== 'user.renamed')
  );
}
