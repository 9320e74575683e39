import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import { Conditions } from '#platform/database/conditions';
import { Database } from '#platform/database/database';
import type { AuditEvent } from '../domain/audit-event';
import { AuditReader, type AuditFilter } from '../ports/audit-reader';

/** Nothing is ever deleted from the trail, so that counting all of it would take longer and longer. */
const MOST_COUNTED = 10_000;

const COLUMNS = `
  audit_events.id, audit_events.occurred_at AS "occurredAt", audit_events.actor_type AS "actorType",
  audit_events.actor_id AS "actorId", audit_events.action, audit_events.target_type AS "targetType",
  audit_events.target_id AS "targetId", audit_events.address, audit_events.request_id AS "requestId",
  audit_events.before, audit_events.after`;

/** With microseconds, which a Date would lose: pages must neither skip nor repeat a row. */
type AuditRow = AuditEvent & { readonly sortKey: string };

@Injectable()
export class PostgresAuditReader extends AuditReader {
  constructor(private readonly database: Database) {
    super();
  }

  async list(filter: AuditFilter, request: PageRequest): Promise<Page<AuditEvent>> {
    const matching = conditionsOf(filter);
    const [after = null, id = null] = request.after ?? [];
    const { sql, values } =
      after === null
        ? matching
        : matching.and('(audit_events.occurred_at, audit_events.id) < (?::timestamptz, ?::uuid)', after, id);
    const rows = await this.database.rows<AuditRow>(
      `SELECT ${COLUMNS}, audit_events.occurred_at::text AS "sortKey" FROM audit_events
        WHERE ${sql} ORDER BY audit_events.occurred_at DESC, audit_events.id DESC
        LIMIT ${String(request.size + 1)} OFFSET ${String(request.offset)}`,
      values,
    );
    return pageOf(rows, request, await this.count(matching), (row) => [row.sortKey, row.id]);
  }

  private async count({ sql, values }: Conditions): Promise<{ count: number; isCapped: boolean }> {
    const counted = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM (
         SELECT 1 FROM audit_events WHERE ${sql} LIMIT ${String(MOST_COUNTED + 1)}) AS counted`,
      values,
    );
    const count = counted?.count ?? 0;
    return { count: Math.min(count, MOST_COUNTED), isCapped: count > MOST_COUNTED };
  }
}

function conditionsOf(filter: AuditFilter): Conditions {
  return Conditions.of('true')
    .andIfGiven('audit_events.actor_id = ?', filter.actorId)
    .andIfGiven('audit_events.action = ?', filter.action)
    .andIfGiven('audit_events.target_id = ?', filter.targetId)
    .andIfGiven('audit_events.occurred_at > ?', filter.occurredAfter)
    .andIfGiven('audit_events.occurred_at < ?', filter.occurredBefore);
}
