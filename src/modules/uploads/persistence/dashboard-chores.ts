import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '#platform/housekeeping/housekeeping';
import { DASHBOARD_KEPT_DAYS } from '../domain/dashboard-session';

@Injectable()
export class DashboardChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add({
      name: 'dashboard sessions that are long over',
      sql: `DELETE FROM dashboard_sessions WHERE id IN (
              SELECT old.id FROM dashboard_sessions AS old
               WHERE old.expires_at < now() - interval '${String(DASHBOARD_KEPT_DAYS)} days' AND old.lease_until IS NULL
               LIMIT 10000)`,
    });
  }
}
