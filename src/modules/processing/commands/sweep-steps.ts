import { Injectable } from '@nestjs/common';
import { WORKER_DIED } from '../domain/processing.errors';
import { Silence } from '../domain/silence';
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
  private readonly silence: Silence;

  constructor(
    private readonly steps: StepRepository,
    private readonly failStep: FailStep,
    private readonly record: PatientRecord,
    private readonly announce: AnnounceProgress,
    { leaseSeconds, sweepSeconds }: ProcessingConfig,
  ) {
    this.silence = new Silence({ roundMs: sweepSeconds * 1_000, leaseMs: leaseSeconds * 1_000 });
  }

  async execute(): Promise<Swept> {
    try {
      return await this.sweep();
    } catch (error) {
      if (this.record.isOutOfReach(error)) this.silence.couldNotBeBroken();
      throw error;
    }
  }

  private async sweep(): Promise<Swept> {
    const offeredAgain = await this.steps.offerLostAgain();
    if (!this.silence.meansDeath()) return { offeredAgain, givenUp: 0 };
    const exhausted = await this.steps.releaseExpired();
    for (const step of exhausted) {
      await this.failStep.execute(step, WORKER_DIED);
      await this.announce.execute(step.videoId);
    }
    return { offeredAgain, givenUp: exhausted.length };
  }
}
