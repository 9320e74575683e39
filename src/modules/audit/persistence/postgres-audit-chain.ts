import { Injectable } from '@nestjs/common';
import { Database } from '#platform/database/database';
import { CHAIN_START, type ChainHead, type SealedEvent } from '../domain/chain';
import { AuditChain, type WaitingEvent } from '../ports/audit-chain';

const SEALER_LOCK = 7_261_003;

/** Written by Postgres, which alone keeps every digit of a number and every microsecond: `jsonb` has one spelling for one value. */
const CONTENT = `
  jsonb_build_array(
    audit_events.id, to_char(audit_events.occurred_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
    audit_events.actor_type, audit_events.actor_id, audit_events.action, audit_events.target_type,
    audit_events.target_id, audit_events.address, audit_events.request_id, audit_events.before,
    audit_events.after)::text`;

const LINK = `
  audit_seals.position::float8 AS position, audit_seals.event_id AS "eventId",
  audit_seals.previous_hash AS "previousHash", audit_seals.hash`;

@Injectable()
export class PostgresAuditChain extends AuditChain {
  constructor(private readonly database: Database) {
    super();
  }

  async takeTurn(): Promise<boolean> {
    const lock = await this.database.first<{ held: boolean }>(
      'SELECT pg_try_advisory_xact_lock($1) AS held',
      [SEALER_LOCK],
    );
    return lock?.held === true;
  }

  async head(): Promise<ChainHead> {
    const last = await this.database.first<ChainHead>(
      `SELECT ${LINK} FROM audit_seals WHERE audit_seals.position IS NOT NULL
        ORDER BY audit_seals.position DESC LIMIT 1`,
    );
    return last ?? CHAIN_START;
  }

  /** Ids tell the order of recording. */
  waiting(limit: number): Promise<readonly WaitingEvent[]> {
    return this.database.rows<WaitingEvent>(
      `SELECT audit_seals.event_id AS "eventId", ${CONTENT} AS content
         FROM audit_seals JOIN audit_events ON audit_events.id = audit_seals.event_id
        WHERE audit_seals.position IS NULL ORDER BY audit_seals.event_id LIMIT $1`,
      [limit],
    );
  }

  async seal(links: readonly Omit<SealedEvent, 'content'>[]): Promise<void> {
    const { count } = await this.database.query(
      `UPDATE audit_seals SET position = link.position, previous_hash = link.previous_hash, hash = link.hash
         FROM unnest($1::uuid[], $2::bigint[], $3::bytea[], $4::bytea[])
              AS link (event_id, position, previous_hash, hash)
        WHERE audit_seals.event_id = link.event_id AND audit_seals.position IS NULL`,
      [
        links.map(({ eventId }) => eventId),
        links.map(({ position }) => position),
        links.map(({ previousHash }) => previousHash),
        links.map(({ hash }) => hash),
      ],
    );
    if (count !== links.length) throw new Error('a row of the audit trail was sealed by somebody else');
  }

  linksAfter(position: number, limit: number): Promise<readonly SealedEvent[]> {
    return this.database.rows<SealedEvent>(
      `SELECT ${LINK}, CASE WHEN audit_events.id IS NOT NULL THEN ${CONTENT} END AS content
         FROM audit_seals LEFT JOIN audit_events ON audit_events.id = audit_seals.event_id
        WHERE audit_seals.position > $1 ORDER BY audit_seals.position LIMIT $2`,
      [position, limit],
    );
  }

  async leftOut(waitingSeconds: number): Promise<{ eventId: string; isGone: boolean } | null> {
    const found = await this.database.first<{ eventId: string; isGone: boolean }>(
      `SELECT COALESCE(audit_events.id, audit_seals.event_id) AS "eventId", audit_events.id IS NULL AS "isGone"
         FROM audit_events FULL JOIN audit_seals ON audit_seals.event_id = audit_events.id
        WHERE audit_events.id IS NULL OR audit_seals.event_id IS NULL
           OR (audit_seals.position IS NULL AND audit_events.occurred_at < now() - make_interval(secs => $1))
        ORDER BY 1 LIMIT 1`,
      [waitingSeconds],
    );
    return found ?? null;
  }
}
