import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import { EventHub } from './event-hub';

@Injectable()
export class StreamMetrics {
  constructor(metrics: MetricsRegistry, hub: EventHub) {
    new Gauge({
      name: 'event_streams_open',
      help: 'Event streams that this process holds open.',
      registers: [metrics.registry],
      collect() {
        this.set(hub.size);
      },
    });
  }
}
