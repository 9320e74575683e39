import { Injectable } from '@nestjs/common';
import { asId, type VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import {
  BODY_LEASE_SECONDS,
  DASHBOARD_SESSION_MINUTES,
  DASHBOARD_TRANSITIONS,
  type DashboardSession,
  type DashboardSessionId,
} from '../domain/dashboard-session';
import {
  DashboardSessionRepository,
  type BegunBody,
  type BodyClaim,
  type LeftBody,
  type NewDashboardSession,
  type SeenSession,
} from '../ports/dashboard-session-repository';
import { DASHBOARD_COLUMNS, toDashboardSession, type DashboardRow } from './dashboard-row';

const { use, cancel } = DASHBOARD_TRANSITIONS;
const LEASE = `now() + interval '${String(BODY_LEASE_SECONDS)} seconds'`;
/** Signs of life may be late for a while: whoever sends another body need not wait so long, since it takes the session over. */
const SURELY_DEAD = `now() - interval '${String(BODY_LEASE_SECONDS * 2)} seconds'`;
const NOTHING_COMING = `(dashboard_sessions.lease_until IS NULL OR dashboard_sessions.lease_until < now())`;
const MINE = `dashboard_sessions.id = $1 AND dashboard_sessions.attempt = $2 AND dashboard_sessions.state = '${use.from}'`;

/** Time is the database's. */
@Injectable()
export class PostgresDashboardSessionRepository extends DashboardSessionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async open({ id, ownerId, place, recordedAt }: NewDashboardSession): Promise<Date> {
    const row = await this.database.first<{ expires_at: Date }>(
      `INSERT INTO dashboard_sessions (id, owner_id, state, mall_id, pin_id, recorded_at, expires_at)
       VALUES ($1, $2, 'active', $3, $4, $5, now() + make_interval(mins => $6))
       RETURNING dashboard_sessions.expires_at`,
      [id, ownerId, place.mallId, place.pinId, recordedAt, DASHBOARD_SESSION_MINUTES],
    );
    if (row === undefined) throw new Error('a session was opened, and is not there');
    return row.expires_at;
  }

  async find(id: DashboardSessionId): Promise<DashboardSession | null> {
    const row = await this.database.first<DashboardRow>(
      `SELECT ${DASHBOARD_COLUMNS} FROM dashboard_sessions WHERE dashboard_sessions.id = $1`,
      [id],
    );
    return row === undefined ? null : toDashboardSession(row);
  }

  async beginBody(id: DashboardSessionId): Promise<BegunBody | null> {
    const row = await this.database.first<{ attempt: number; video_id: string | null }>(
      `UPDATE dashboard_sessions
          SET attempt = dashboard_sessions.attempt + 1, lease_until = ${LEASE}, percent = 0
        WHERE dashboard_sessions.id = $1 AND dashboard_sessions.state = $2
          AND dashboard_sessions.expires_at > now() AND ${NOTHING_COMING}
       RETURNING dashboard_sessions.attempt, dashboard_sessions.video_id`,
      [id, use.from],
    );
    if (row === undefined) return null;
    const { attempt, video_id: left } = row;
    return { id, attempt, leftVideoId: left === null ? null : asId(left) };
  }

  noteVideo({ id, attempt }: BodyClaim, videoId: VideoId): Promise<boolean> {
    return this.changes(`UPDATE dashboard_sessions SET video_id = $3 WHERE ${MINE}`, [id, attempt, videoId]);
  }

  renewBody({ id, attempt }: BodyClaim, percent: number): Promise<boolean> {
    const sql = `UPDATE dashboard_sessions SET lease_until = ${LEASE}, percent = $3 WHERE ${MINE} AND dashboard_sessions.lease_until IS NOT NULL`;
    return this.changes(sql, [id, attempt, percent]);
  }

  endBody({ id, attempt }: BodyClaim): Promise<boolean> {
    return this.changes(
      `UPDATE dashboard_sessions SET lease_until = NULL, video_id = NULL, percent = 0 WHERE ${MINE}`,
      [id, attempt],
    );
  }

  use({ id, attempt }: BodyClaim, metadata: object | null): Promise<boolean> {
    return this.changes(
      `UPDATE dashboard_sessions
          SET state = $3, closed_at = now(), lease_until = NULL, percent = 100, metadata = $4
        WHERE ${MINE}`,
      [id, attempt, use.to, metadata],
    );
  }

  cancel({ id, attempt, videoId }: SeenSession): Promise<boolean> {
    return this.changes(
      `UPDATE dashboard_sessions
          SET state = $3, closed_at = now(), lease_until = NULL, video_id = NULL, percent = 0
        WHERE ${MINE} AND dashboard_sessions.video_id IS NOT DISTINCT FROM $4`,
      [id, attempt, cancel.to, videoId],
    );
  }

  async leftBodies(limit: number): Promise<readonly LeftBody[]> {
    const rows = await this.database.rows<{ id: string; attempt: number; video_id: string }>(
      `SELECT dashboard_sessions.id, dashboard_sessions.attempt, dashboard_sessions.video_id FROM dashboard_sessions
        WHERE dashboard_sessions.state = $2 AND dashboard_sessions.video_id IS NOT NULL
          AND dashboard_sessions.lease_until < ${SURELY_DEAD}
        ORDER BY dashboard_sessions.lease_until LIMIT $1`,
      [limit, use.from],
    );
    return rows.map(({ id, attempt, video_id: videoId }) => ({
      id: asId(id),
      attempt,
      videoId: asId(videoId),
    }));
  }

  endLeftBody({ id, attempt }: BodyClaim): Promise<boolean> {
    return this.changes(
      `UPDATE dashboard_sessions
          SET attempt = dashboard_sessions.attempt + 1, lease_until = NULL, video_id = NULL, percent = 0
        WHERE ${MINE} AND dashboard_sessions.lease_until < ${SURELY_DEAD}`,
      [id, attempt],
    );
  }

  private async changes(sql: string, values: readonly unknown[]): Promise<boolean> {
    return (await this.database.query(sql, values)).count === 1;
  }
}
