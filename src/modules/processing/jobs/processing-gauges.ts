import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import { within } from '#platform/time/within';
import { WorkReader, type Backlog } from '../ports/work-reader';

const SCRAPE_PATIENCE_MS = 1_000;
const STATES = ['due', 'offered', 'running'] as const;

/** The record of work in figures: the same whichever process is asked. Not set while Postgres is out of reach. */
@Injectable()
export class ProcessingGauges implements OnModuleInit {
  constructor(
    private readonly work: WorkReader,
    private readonly metrics: MetricsRegistry,
  ) {}

  onModuleInit(): void {
    const backlog = () => this.backlog();
    const registers = [this.metrics.registry];
    new Gauge({
      name: 'video_processing_oldest_due_seconds',
      help: 'For how long the oldest step that is due has been waiting for a worker.',
      registers,
      async collect() {
        this.set((await backlog())?.oldestDueSeconds ?? Number.NaN);
      },
    });
    new Gauge({
      name: 'video_processing_steps',
      help: 'Steps that wait for a worker or are at work, by state in the record.',
      labelNames: ['state'],
      registers,
      async collect() {
        const found = await backlog();
        for (const state of STATES) this.set({ state }, found?.[state] ?? Number.NaN);
      },
    });
  }

  private async backlog(): Promise<Backlog | undefined> {
    try {
      return await within(SCRAPE_PATIENCE_MS, this.work.backlog());
    } catch {
      return undefined;
    }
  }
}
