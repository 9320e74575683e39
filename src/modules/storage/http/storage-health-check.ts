import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HealthChecks } from '#platform/health/health-checks';
import { StoreHealth } from '../ports/store-health';

/** Without its store Framegate still lists, signs and deletes: what was asked of the store is done when it is back. */
@Injectable()
export class StorageHealthCheck implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly store: StoreHealth,
  ) {}

  onModuleInit(): void {
    this.checks.add({ name: 'storage', isEssential: false, check: () => this.store.look() });
  }
}
