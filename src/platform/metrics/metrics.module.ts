import { Module } from '@nestjs/common';
import { DatabaseGauges } from './database-gauges';
import { MetricsController } from './metrics.controller';
import { MetricsRegistryModule } from './metrics-registry.module';

/** What a scrape of the HTTP process is answered. */
@Module({
  imports: [MetricsRegistryModule],
  controllers: [MetricsController],
  providers: [DatabaseGauges],
})
export class MetricsModule {}
