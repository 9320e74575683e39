import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ShortMemory } from '#libs/short-memory';
import { EVERY_SCOPE, strongestRole } from '#kernel/actor';
import { asId, type SessionId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { FactFeed } from '#platform/outbox/fact-feed';
import type { Identity } from '../domain/identity';
import { LiveSessions } from '../ports/live-sessions';
import { MEMBERSHIPS_JSON, type WithMemberships } from './membership-json';
import { FRESH_MS, isAboutStanding } from './standing-facts';

const REMEMBERED_SESSIONS = 10_000;
const IS_LIVE = 'sessions.revoked_at IS NULL AND sessions.expires_at > now() AND users.disabled_at IS NULL';

interface IdentityRow extends WithMemberships {
  readonly user_id: string;
  readonly is_admin: boolean;
}

/** One query a session every four seconds, however many requests it makes; facts make changes felt at once. */
@Injectable()
export class CachedLiveSessions extends LiveSessions implements OnModuleInit {
  private readonly remembered = new ShortMemory<SessionId, Identity | null>({
    freshMs: FRESH_MS,
    most: REMEMBERED_SESSIONS,
  });

  constructor(
    private readonly database: Database,
    private readonly facts: FactFeed,
  ) {
    super();
  }

  onModuleInit(): void {
    this.facts.onFact((fact) => {
      if (isAboutStanding(fact)) this.remembered.forgetAll();
    });
  }

  identify(sessionId: SessionId): Promise<Identity | null> {
    return this.remembered.get(sessionId, () => this.load(sessionId));
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
      credential: { kind: 'session', id: sessionId },
      role: strongestRole(row.is_admin, memberships),
      memberships,
      scopes: EVERY_SCOPE,
    };
  }
}
