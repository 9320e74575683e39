import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MembershipQueries } from '#modules/auth';
import { Database } from '#platform/database/database';
import type { Site } from '../domain/site';
import { SiteUses } from '../ports/site-uses';

/** What this module itself knows to point at its malls and stores. */
@Injectable()
export class OwnSiteUses implements OnModuleInit {
  constructor(
    private readonly uses: SiteUses,
    private readonly database: Database,
    private readonly memberships: MembershipQueries,
  ) {}

  onModuleInit(): void {
    this.uses.add(
      { what: 'stores', isFound: (site) => this.hasStores(site) },
      { what: 'pins', isFound: (site) => this.hasPins(site) },
      { what: 'members', isFound: (site) => this.hasMembers(site) },
    );
  }

  private async hasStores(site: Site): Promise<boolean> {
    if (site.kind !== 'mall') return false;
    const row = await this.database.first('SELECT 1 AS found FROM stores WHERE stores.mall_id = $1 LIMIT 1', [
      site.mallId,
    ]);
    return row !== undefined;
  }

  private async hasPins(site: Site): Promise<boolean> {
    if (site.kind === 'pin') return false;
    const row = await this.database.first(
      `SELECT 1 AS found FROM pins
        WHERE pins.mall_id = $1 AND ($2::uuid IS NULL OR pins.store_id = $2) LIMIT 1`,
      [site.mallId, site.kind === 'store' ? site.storeId : null],
    );
    return row !== undefined;
  }

  private async hasMembers(site: Site): Promise<boolean> {
    if (site.kind === 'pin') return false;
    const storeId = site.kind === 'store' ? site.storeId : null;
    return this.memberships.isAnybodyAt({ mallId: site.mallId, storeId });
  }
}
