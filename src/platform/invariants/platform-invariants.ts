import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from './invariants';

@Injectable()
export class PlatformInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'published facts are numbered without a gap up to the head',
        violations: `
          SELECT outbox_head.position AS head, max(outbox.position) AS last, count(outbox.position) AS published
            FROM outbox_head LEFT JOIN outbox ON outbox.position IS NOT NULL
           GROUP BY outbox_head.position
          HAVING max(outbox.position) IS NOT NULL
             AND (max(outbox.position) <> outbox_head.position
               OR max(outbox.position) - min(outbox.position) + 1 <> count(outbox.position))`,
      },
      {
        name: 'no fact waits for a relay longer than thirty seconds',
        violations: `
          SELECT outbox.id, outbox.type, outbox.occurred_at FROM outbox
           WHERE outbox.position IS NULL AND outbox.occurred_at < now() - interval '30 seconds'`,
      },
      {
        name: 'an idempotency key lives for a day at most',
        violations: `
          SELECT idempotency_keys.expires_at FROM idempotency_keys
           WHERE idempotency_keys.expires_at > now() + interval '24 hours'`,
      },
    );
  }
}
