import { Module } from '@nestjs/common';
import { MetricsListener } from './metrics-listener';

/** For processes without an API. */
@Module({ providers: [MetricsListener] })
export class MetricsListenerModule {}
