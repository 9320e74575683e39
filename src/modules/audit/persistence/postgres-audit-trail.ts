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
        ...nameOf(actor),
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

/** Type and id. A key is named itself: whose it is, its own rows tell. */
function nameOf(actor: Actor): readonly [string, string | null] {
  if (actor.kind !== 'user') return [actor.kind, null];
  const { userId, credential } = actor;
  return credential.kind === 'api_key' ? ['api_key', credential.id] : ['user', userId];
}
