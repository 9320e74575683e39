import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { MetricsRegistry } from '../../metrics/metrics-registry';

@Injectable()
export class RequestMetrics {
  private readonly durations: Histogram<'operation' | 'status'>;

  constructor(metrics: MetricsRegistry) {
    this.durations = new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time from the first byte of a request to the end of its answer, by operation and status class.',
      labelNames: ['operation', 'status'],
      buckets: [0.005, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 30],
      registers: [metrics.registry],
    });
  }

  observe(operation: string, status: number, seconds: number): void {
    this.durations.observe({ operation, status: `${String(Math.floor(status / 100))}xx` }, seconds);
  }
}
