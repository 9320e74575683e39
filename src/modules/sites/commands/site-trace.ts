import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { FactLog } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import type { Difference } from '#libs/difference';
import { idOfSite, type Site } from '../domain/site';

/** What happened to a mall, store or pin, for the trail and for whoever listens. Runs within the unit of work of its caller. */
@Injectable()
export class SiteTrace {
  constructor(
    private readonly audit: AuditTrail,
    private readonly facts: FactLog,
  ) {}

  async record(
    actor: Actor,
    site: Site,
    verb: 'created' | 'changed' | 'deleted',
    change: Partial<Difference>,
  ): Promise<void> {
    const target = { type: site.kind, id: idOfSite(site) };
    const type = `${site.kind}.${verb}`;
    await this.audit.record({ actor, action: type, target, ...change });
    await this.facts.record({ type, subject: target, ownerId: null, data: { mall_id: site.mallId } });
  }
}
