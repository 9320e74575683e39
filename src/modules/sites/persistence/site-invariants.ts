import { Injectable, type OnModuleInit } from '@nestjs/common';
import { MembershipQueries } from '#modules/auth';
import { Database } from '#platform/database/database';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class SiteInvariants implements OnModuleInit {
  constructor(
    private readonly invariants: Invariants,
    private readonly database: Database,
    private readonly memberships: MembershipQueries,
  ) {}

  onModuleInit(): void {
    this.invariants.add({
      name: 'every member belongs to a mall that there is, and a tenant to a store of it',
      violations: (limit) => this.placesOfNothing(limit),
    });
  }

  private async placesOfNothing(limit: number): Promise<readonly object[]> {
    const places = await this.memberships.places();
    return this.database.rows(
      `SELECT place."mallId" AS mall_id, place."storeId" AS store_id
         FROM jsonb_to_recordset($1::jsonb) AS place ("mallId" uuid, "storeId" uuid)
         LEFT JOIN malls ON malls.id = place."mallId"
         LEFT JOIN stores ON stores.id = place."storeId" AND stores.mall_id = place."mallId"
        WHERE malls.id IS NULL OR (place."storeId" IS NOT NULL AND stores.id IS NULL)
        LIMIT $2`,
      [JSON.stringify(places), limit],
    );
  }
}
