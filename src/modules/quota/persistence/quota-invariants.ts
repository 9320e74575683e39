import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class QuotaInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add({
      name: 'the byte counters of an owner are the sums of their entries',
      violations: `
          SELECT quota_usage.owner_id, quota_usage.reserved_bytes, quota_usage.stored_bytes, quota_usage.condemned_bytes
            FROM quota_usage LEFT JOIN quota_entries ON quota_entries.owner_id = quota_usage.owner_id
           GROUP BY quota_usage.owner_id
          HAVING quota_usage.reserved_bytes <> ${sumOf('reserved')}
              OR quota_usage.stored_bytes <> ${sumOf('stored')}
              OR quota_usage.condemned_bytes <> ${sumOf('condemned')}`,
    });
  }
}

function sumOf(state: string): string {
  return `COALESCE(sum(quota_entries.bytes) FILTER (WHERE quota_entries.state = '${state}'), 0)`;
}
