import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { Gauge } from 'prom-client';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import { RedisCourier } from '#platform/redis/redis-courier';
import { within } from '#platform/time/within';
import { PROCESSING_QUEUE } from './processing-queue';

/** The queue has a connection of its own, on which a question to a silent Redis waits for ever. */
const SCRAPE_PATIENCE_MS = 500;
const STATES = ['waiting', 'prioritized', 'delayed', 'active'] as const;

@Injectable()
export class ProcessingQueueDepth implements OnModuleInit {
  constructor(
    @InjectQueue(PROCESSING_QUEUE) private readonly queue: Queue,
    private readonly courier: RedisCourier,
    private readonly metrics: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    // The courier reports Redis once; without a listener the library prints every failed reconnection.
    this.queue.on('error', () => undefined);
    const depth = () => this.depth();
    new Gauge({
      name: 'video_processing_queue_depth',
      help: 'Steps that wait in the queue or are at work; not set while Redis is out of reach.',
      registers: [this.metrics.registry],
      async collect() {
        this.set(await depth());
      },
    });
  }

  /** Asked through the courier, which knows at once when Redis is away: a scrape must not hang on it. */
  private async depth(): Promise<number> {
    try {
      const counts = await this.courier.ask(() =>
        within(SCRAPE_PATIENCE_MS, this.queue.getJobCounts(...STATES)),
      );
      return STATES.reduce((sum, state) => sum + (counts[state] ?? 0), 0);
    } catch {
      return Number.NaN;
    }
  }
}
