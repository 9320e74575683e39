import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from './housekeeping';

@Injectable()
export class PlatformChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add(
      {
        name: 'idempotency keys',
        sql: `DELETE FROM idempotency_keys WHERE key_hash IN (
                SELECT expired.key_hash FROM idempotency_keys AS expired WHERE expired.expires_at < now() LIMIT 10000)`,
      },
      {
        // From the oldest on, so that the numbers that are left have no gap.
        name: 'facts published long ago',
        sql: `DELETE FROM outbox WHERE id IN (
                SELECT old.id FROM outbox AS old WHERE old.published_at < now() - interval '7 days'
                 ORDER BY old.position LIMIT 10000)`,
      },
    );
  }
}
