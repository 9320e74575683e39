import { Global, Module } from '@nestjs/common';
import { MetricsRegistry } from './metrics-registry';

/** Global, because every module counts what it knows. */
@Global()
@Module({ providers: [MetricsRegistry], exports: [MetricsRegistry] })
export class MetricsRegistryModule {}
