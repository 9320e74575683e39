import { Injectable } from '@nestjs/common';
import { Histogram } from 'prom-client';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import type { Worked } from '../commands/work-on-step';

/** From a thumbnail of a short clip to the renditions of a long film. */
const DURATION_BUCKETS = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1_800, 3_600, 10_800];
const WAIT_BUCKETS = [0.1, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3_600];

/** What the attempts of this worker came to. */
@Injectable()
export class StepMetrics {
  private readonly duration: Histogram<'step' | 'outcome'>;
  private readonly wait: Histogram<'step'>;

  constructor({ registry }: MetricsRegistry) {
    const registers = [registry];
    this.duration = new Histogram({
      name: 'video_processing_step_duration_seconds',
      help: 'How long attempts at steps took, by what came of them; their count is that of the attempts.',
      labelNames: ['step', 'outcome'],
      buckets: DURATION_BUCKETS,
      registers,
    });
    this.wait = new Histogram({
      name: 'video_processing_step_wait_seconds',
      help: 'How long steps that were due waited for a worker.',
      labelNames: ['step'],
      buckets: WAIT_BUCKETS,
      registers,
    });
  }

  /** What nobody got hold of is no attempt. Names come from the record: whatever stands in the queue makes no series. */
  note({ outcome, step }: Worked, seconds: number): void {
    if (step === undefined) return;
    this.duration.observe({ step: step.name, outcome }, seconds);
    this.wait.observe({ step: step.name }, Math.max(0, step.waitedSeconds));
  }
}
