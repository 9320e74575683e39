import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Housekeeping } from '#platform/housekeeping/housekeeping';

@Injectable()
export class AuthChores implements OnModuleInit {
  constructor(private readonly housekeeping: Housekeeping) {}

  onModuleInit(): void {
    this.housekeeping.add(
      {
        // Used ones are kept until they would have expired: until then their return means that they were stolen.
        name: 'refresh tokens',
        sql: `DELETE FROM refresh_tokens WHERE hash IN (
                SELECT expired.hash FROM refresh_tokens AS expired WHERE expired.expires_at < now() LIMIT 10000)`,
      },
      {
        name: 'sessions',
        sql: `DELETE FROM sessions WHERE id IN (
                SELECT expired.id FROM sessions AS expired WHERE expired.expires_at < now() LIMIT 1000)`,
      },
    );
  }
}
