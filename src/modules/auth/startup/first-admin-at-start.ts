import { Injectable } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { EnsureFirstAdmin } from '../commands/ensure-first-admin';

@Injectable()
export class FirstAdminAtStart {
  constructor(
    private readonly ensureFirstAdmin: EnsureFirstAdmin,
    private readonly logger: Logger,
  ) {}

  /** Called by the HTTP process alone: a command line that looks at the database should not make accounts. */
  async run(): Promise<void> {
    const admin = await this.ensureFirstAdmin.execute();
    if (admin === null) return;
    this.logger.info({ email: admin.email, credentials_at: admin.noteAt }, 'first admin made');
  }
}
