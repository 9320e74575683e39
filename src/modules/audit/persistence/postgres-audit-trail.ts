import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { newId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { AuditTrail, type AuditEntry } from '../ports/audit-trail';

@Injectable()
export class PostgresAuditTrail extends AuditTrail {
  constructor(private readonly database: Database) {
    super();
  }

  async record({ actor, action, target, before, after }: AuditEntry): Promise<void> {
    await this.database.query(
      `INSERT INTO audit_events
         (id, actor_type, actor_id, action, target_type, target_id, address, request_id, before, after)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        newId(),
        actor.kind,
        idOf(actor),
        action,
        target.type,
        target.id,
        actor.origin.address,
        actor.origin.requestId,
        before ?? null,
        after ?? null,
      ],
    );
  }
}

function idOf(actor: Actor): string | null {
  return actor.kind === 'user' ? actor.userId : null;
}
