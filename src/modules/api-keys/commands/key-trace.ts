import { Injectable } from '@nestjs/common';
import type { Difference } from '#libs/difference';
import type { Actor } from '#kernel/actor';
import type { ApiKeyId, UserId } from '#kernel/id';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import type { KeyTerms } from '../domain/api-key';

type Picture = Readonly<Record<string, unknown>>;

/** What happened to a key, for the trail and for whoever listens. Runs within the unit of work of its caller. */
@Injectable()
export class KeyTrace {
  constructor(
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async record(
    actor: Actor,
    key: { readonly id: ApiKeyId; readonly ownerId: UserId },
    verb: 'created' | 'changed' | 'rotated' | 'revoked',
    change: Partial<Difference>,
  ): Promise<void> {
    const target = { type: 'api_key', id: key.id };
    const type = `api_key.${verb}`;
    await this.audit.record({ actor, action: type, target, ...change });
    const data = change.after ?? {};
    await this.facts.record({ type, subject: target, ownerId: key.ownerId, data });
  }
}

export function pictureOf({ name, scopes, allowedCidrs, ratePerSecond, expiresAt }: KeyTerms): Picture {
  return {
    name,
    scopes,
    allowed_cidrs: allowedCidrs,
    rate_limit: ratePerSecond,
    expires_at: expiresAt?.toISOString() ?? null,
  };
}
