import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { EnsureFirstAdmin } from '../commands/ensure-first-admin';

@Injectable()
export class FirstAdminAtStart implements OnApplicationBootstrap {
  constructor(
    private readonly ensureFirstAdmin: EnsureFirstAdmin,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const admin = await this.ensureFirstAdmin.execute();
    if (admin === null) return;
    this.logger.info({ email: admin.email, credentials_at: admin.noteAt }, 'first admin made');
  }
}
