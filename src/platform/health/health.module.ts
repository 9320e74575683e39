import { Global, Module } from '@nestjs/common';
import { DependencyChecks } from './dependency-checks';
import { HealthChecks } from './health-checks';
import { HealthController } from './health.controller';

@Global()
@Module({
  controllers: [HealthController],
  providers: [HealthChecks, DependencyChecks],
  exports: [HealthChecks],
})
export class HealthModule {}
