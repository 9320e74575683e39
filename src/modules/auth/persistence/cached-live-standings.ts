import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ShortMemory } from '#libs/short-memory';
import { strongestRole } from '#kernel/actor';
import type { UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { FactFeed } from '#platform/outbox/fact-feed';
import { LiveStandings, type Standing } from '../ports/live-standings';
import { MEMBERSHIPS_JSON, type WithMemberships } from './membership-json';
import { FRESH_MS, isAboutStanding } from './standing-facts';

const REMEMBERED_USERS = 10_000;

interface StandingRow extends WithMemberships {
  readonly is_admin: boolean;
}

/** For users whose keys speak for them: a session brings its user's standing along. */
@Injectable()
export class CachedLiveStandings extends LiveStandings implements OnModuleInit {
  private readonly remembered = new ShortMemory<UserId, Standing | null>({
    freshMs: FRESH_MS,
    most: REMEMBERED_USERS,
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

  of(userId: UserId): Promise<Standing | null> {
    return this.remembered.get(userId, () => this.load(userId));
  }

  private async load(userId: UserId): Promise<Standing | null> {
    const row = await this.database.first<StandingRow>(
      `SELECT users.is_admin, ${MEMBERSHIPS_JSON} FROM users WHERE users.id = $1 AND users.disabled_at IS NULL`,
      [userId],
    );
    if (row === undefined) return null;
    return { role: strongestRole(row.is_admin, row.memberships), memberships: row.memberships };
  }
}
