import { Injectable } from '@nestjs/common';
import { WORKER_DIED } from '../domain/processing.errors';
import { StepRepository } from '../ports/step-repository';
import { ProcessingConfig } from '../processing.config';
import { AnnounceProgress } from './announce-progress';
import { FailStep } from './fail-step';
import { PatientRecord } from './patient-record';

export interface Swept {
  readonly offeredAgain: number;
  readonly givenUp: number;
}

/** Finds what a dead worker or an emptied queue left behind. Two at once do no harm. */
@Injectable()
export class SweepSteps {
  private trustsSilenceFrom = 0;

  constructor(
    private readonly steps: StepRepository,
    private readonly failStep: FailStep,
    private readonly record: PatientRecord,
    private readonly config: ProcessingConfig,
    private readonly announce: AnnounceProgress,
  ) {}

  async execute(): Promise<Swept> {
    try {
      return await this.sweep();
    } catch (error) {
      if (this.record.isOutOfReach(error)) this.waitForTheSilenced();
      throw error;
    }
  }

  private async sweep(): Promise<Swept> {
    const offeredAgain = await this.steps.offerLostAgain();
    if (performance.now() < this.trustsSilenceFrom) return { offeredAgain, givenUp: 0 };
    const exhausted = await this.steps.releaseExpired();
    for (const step of exhausted) {
      await this.failStep.execute(step, WORKER_DIED);
      await this.announce.execute(step.videoId);
    }
    return { offeredAgain, givenUp: exhausted.length };
  }

  /** No worker could renew its lease while the record was away: they speak first when it is back. */
  private waitForTheSilenced(): void {
    this.trustsSilenceFrom = performance.now() + this.config.leaseSeconds * 1_000;
  }
}
