import { Injectable } from '@nestjs/common';
import { asHindrance, toStepError } from '../domain/processing.errors';
import type { ClaimedStep, StepError } from '../domain/step';
import type { StepOutcome } from '../ports/step-handler';
import { StepRepository } from '../ports/step-repository';
import { FailStep } from './fail-step';
import { FinishStep } from './finish-step';
import { PatientRecord } from './patient-record';

export type WorkOutcome = 'done' | 'retrying' | 'failed' | 'hindered' | 'lost' | 'released';

const RECORD_AWAY: StepError = {
  code: 'DEPENDENCY_UNAVAILABLE',
  message: 'The database did not answer; the work goes on when it does.',
  permanent: false,
};

/** Writes down what came of an attempt, and waits for the record where it is away. */
@Injectable()
export class EndAttempt {
  constructor(
    private readonly finishStep: FinishStep,
    private readonly failStep: FailStep,
    private readonly steps: StepRepository,
    private readonly record: PatientRecord,
  ) {}

  async succeeded(step: ClaimedStep, outcome: StepOutcome, stopping: AbortSignal): Promise<WorkOutcome> {
    const counts = await this.record.tell(() => this.finishStep.execute(step, outcome), stopping);
    return counts ? 'done' : 'lost';
  }

  failed(step: ClaimedStep, error: unknown, stopping: AbortSignal): Promise<WorkOutcome> {
    return this.record.tell(() => this.judge(step, error, stopping.aborted), stopping);
  }

  private async judge(step: ClaimedStep, error: unknown, isStopping: boolean): Promise<WorkOutcome> {
    if (isStopping) return (await this.steps.release(step)) ? 'released' : 'lost';
    const hindrance = this.record.isOutOfReach(error) ? RECORD_AWAY : asHindrance(error);
    if (hindrance === null) return this.failStep.execute(step, toStepError(error));
    return (await this.steps.postpone(step, hindrance)) ? 'hindered' : 'lost';
  }
}
