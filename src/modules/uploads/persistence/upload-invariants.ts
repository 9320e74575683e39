import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class UploadInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'no upload stays open long after its time',
        violations: `
          SELECT upload_sessions.upload_id, upload_sessions.expires_at FROM upload_sessions
           WHERE upload_sessions.state = 'open' AND upload_sessions.expires_at < now() - interval '2 hours'`,
      },
      {
        name: 'no completion that was accepted is left undecided',
        violations: `
          SELECT upload_sessions.upload_id, upload_sessions.completing_since FROM upload_sessions
           WHERE upload_sessions.state = 'open' AND upload_sessions.completing_since < now() - interval '1 hour'`,
      },
      {
        name: 'an upload that is over has no completion that is to be decided',
        violations: `
          SELECT upload_sessions.upload_id, upload_sessions.state FROM upload_sessions
           WHERE upload_sessions.state <> 'open' AND upload_sessions.completion IS NOT NULL`,
      },
    );
  }
}
