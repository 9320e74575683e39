import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { PassingFailure } from '../domain/processing.errors';
import type { ClaimedStep, StepId } from '../domain/step';
import type { StepOutcome } from '../ports/step-handler';
import { EndAttempt, type WorkOutcome } from './end-attempt';
import { HoldStep, type HeldStep } from './hold-step';
import { PatientRecord } from './patient-record';
import { StepHandlers } from './step-handlers';

export interface Worked {
  readonly outcome: WorkOutcome;
  /** Not there when somebody else had it. */
  readonly step?: ClaimedStep;
  /** What was thrown, for the log of the operator: the record keeps only what owners may read. */
  readonly error?: unknown;
}

export interface WorkInput {
  readonly stepId: StepId;
  readonly worker: string;
  /** Aborted when this worker stops. */
  readonly stopping: AbortSignal;
}

/** One attempt at one step, from the claim to whatever comes of it. */
@Injectable()
export class WorkOnStep {
  constructor(
    private readonly holdStep: HoldStep,
    private readonly handlers: StepHandlers,
    private readonly endAttempt: EndAttempt,
    private readonly record: PatientRecord,
  ) {}

  async execute({ stepId, worker, stopping }: WorkInput): Promise<Worked> {
    const held = await this.record.tell(() => this.holdStep.execute(stepId, worker), stopping);
    if (held === null) return { outcome: 'lost' };
    try {
      return { ...(await this.attempt(held, stopping)), step: held.step };
    } finally {
      held.end();
      await held.tell();
    }
  }

  private async attempt(held: HeldStep, stopping: AbortSignal): Promise<Worked> {
    const { step, lost } = held;
    crashPoint('C10');
    try {
      const outcome = await this.handle(held, AbortSignal.any([stopping, lost]));
      held.end();
      crashPoint('C12');
      const ended = await this.endAttempt.succeeded(step, outcome, stopping);
      crashPoint('C13');
      return { outcome: ended };
    } catch (error) {
      if (lost.aborted) return { outcome: 'lost' };
      return { outcome: await this.endAttempt.failed(step, error, stopping), error };
    }
  }

  private handle({ step, report }: HeldStep, signal: AbortSignal): Promise<StepOutcome> {
    const handler = this.handlers.find(step.name);
    // Passing: while a release is rolled out, a worker of the old one may meet a step of the new one.
    if (handler === undefined)
      throw new PassingFailure('UNKNOWN_STEP', 'No worker of this release knows this step.');
    return handler.run({ step, signal, report });
  }
}
