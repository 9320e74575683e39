import { Injectable } from '@nestjs/common';
import { WORKER_DIED } from '../domain/processing.errors';
import { StepRepository } from '../ports/step-repository';
import { FailStep } from './fail-step';

export interface Swept {
  readonly offeredAgain: number;
  readonly givenUp: number;
}

/** Finds what a dead worker or an emptied queue left behind. Two at once do no harm. */
@Injectable()
export class SweepSteps {
  constructor(
    private readonly steps: StepRepository,
    private readonly failStep: FailStep,
  ) {}

  async execute(): Promise<Swept> {
    const offeredAgain = await this.steps.offerLostAgain();
    const exhausted = await this.steps.releaseExpired();
    for (const step of exhausted) await this.failStep.execute(step, WORKER_DIED);
    return { offeredAgain, givenUp: exhausted.length };
  }
}
