import { Global, Module } from '@nestjs/common';
import { DatabaseGauges } from './database-gauges';
import { MetricsController } from './metrics.controller';
import { MetricsRegistry } from './metrics-registry';

@Global()
@Module({
  controllers: [MetricsController],
  providers: [MetricsRegistry, DatabaseGauges],
  exports: [MetricsRegistry],
})
export class MetricsModule {}
