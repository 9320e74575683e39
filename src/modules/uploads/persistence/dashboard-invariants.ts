import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class DashboardInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'a dashboard session is used up by the very upload that it was used for',
        violations: `
          SELECT dashboard_sessions.id, dashboard_sessions.state, upload_sessions.state AS upload
            FROM dashboard_sessions LEFT JOIN upload_sessions ON upload_sessions.video_id = dashboard_sessions.video_id
           WHERE dashboard_sessions.video_id IS NOT NULL
             AND (dashboard_sessions.state = 'used') <> COALESCE(upload_sessions.state = 'completed', false)`,
      },
      {
        name: 'no upload stays open behind a dashboard body whose receiver died',
        violations: `
          SELECT dashboard_sessions.id, dashboard_sessions.lease_until FROM dashboard_sessions
           WHERE dashboard_sessions.state = 'active' AND dashboard_sessions.video_id IS NOT NULL
             AND dashboard_sessions.lease_until < now() - interval '5 minutes'`,
      },
    );
  }
}
