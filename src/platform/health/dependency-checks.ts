import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Database } from '../database/database';
import { RedisCourier } from '../redis/redis-courier';
import { HealthChecks } from './health-checks';

@Injectable()
export class DependencyChecks implements OnModuleInit {
  constructor(
    private readonly checks: HealthChecks,
    private readonly database: Database,
    private readonly courier: RedisCourier,
  ) {}

  onModuleInit(): void {
    this.checks.add({ name: 'postgres', isEssential: true, check: () => this.askPostgres() });
    this.checks.add({ name: 'redis', isEssential: false, check: () => this.askRedis() });
  }

  private async askPostgres() {
    const row = await this.database.first<{ version: string }>(
      `SELECT current_setting('server_version') AS version`,
    );
    return { server_version: row?.version };
  }

  private async askRedis() {
    const text = await this.courier.ask((redis) => redis.info('server'));
    return { server_version: /redis_version:(\S+)/.exec(text)?.[1] };
  }
}
