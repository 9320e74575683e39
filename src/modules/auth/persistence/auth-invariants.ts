import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';

@Injectable()
export class AuthInvariants implements OnModuleInit {
  constructor(private readonly invariants: Invariants) {}

  onModuleInit(): void {
    this.invariants.add(
      {
        name: 'a disabled user has no live session',
        violations: `
          SELECT sessions.id, users.id AS user_id FROM sessions JOIN users ON users.id = sessions.user_id
           WHERE users.disabled_at IS NOT NULL AND sessions.revoked_at IS NULL AND sessions.created_at < users.disabled_at`,
      },
      {
        name: 'every session of the last days began with a refresh token',
        violations: `
          SELECT sessions.id FROM sessions
           WHERE sessions.created_at > now() - interval '6 days' AND NOT EXISTS (SELECT 1 FROM refresh_tokens WHERE refresh_tokens.session_id = sessions.id)`,
      },
      {
        name: 'no refresh token outlives its session',
        violations: `
          SELECT sessions.id, refresh_tokens.expires_at
            FROM refresh_tokens JOIN sessions ON sessions.id = refresh_tokens.session_id
           WHERE refresh_tokens.expires_at > sessions.expires_at`,
      },
    );
  }
}
