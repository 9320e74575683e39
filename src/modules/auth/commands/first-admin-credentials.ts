import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuthConfig } from '../auth.config';
import { normaliseEmail } from '../domain/user';
import { FirstAdminNote, type Credentials } from '../ports/first-admin-note';

const MADE_UP_EMAIL = 'admin@framegate.local';

/** The operator's choice, or made-up ones that are kept in a note. */
@Injectable()
export class FirstAdminCredentials {
  constructor(
    private readonly config: AuthConfig,
    private readonly note: FirstAdminNote,
  ) {}

  choose(): Credentials & { readonly isMadeUp: boolean } {
    const { adminEmail, adminPassword } = this.config;
    if (adminEmail !== null && adminPassword !== null) {
      return { email: normaliseEmail(adminEmail), password: adminPassword.reveal(), isMadeUp: false };
    }
    return { email: MADE_UP_EMAIL, password: randomBytes(18).toString('base64url'), isMadeUp: true };
  }

  keep(credentials: Credentials): Promise<string> {
    return this.note.write(credentials);
  }
}
