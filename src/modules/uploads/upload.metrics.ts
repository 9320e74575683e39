import { Injectable } from '@nestjs/common';
import { Counter } from 'prom-client';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';

@Injectable()
export class UploadMetrics {
  readonly uploads: Counter;
  readonly failures: Counter;

  constructor(metrics: MetricsRegistry) {
    const registers = [metrics.registry];
    this.uploads = new Counter({
      name: 'video_uploads_total',
      help: 'Uploads that became a video.',
      registers,
    });
    this.failures = new Counter({
      name: 'video_upload_failures_total',
      help: 'Uploads that were refused or broke off.',
      registers,
    });
  }
}
