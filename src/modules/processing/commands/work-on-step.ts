import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { toStepError, UNKNOWN_STEP } from '../domain/processing.errors';
import type { StepId } from '../domain/step';
import type { StepHandler } from '../ports/step-handler';
import { StepRepository } from '../ports/step-repository';
import { FailStep } from './fail-step';
import { FinishStep } from './finish-step';
import { HoldStep, type HeldStep } from './hold-step';
import { StepHandlers } from './step-handlers';

export type WorkOutcome = 'done' | 'retrying' | 'failed' | 'lost' | 'released';

export interface Worked {
  readonly outcome: WorkOutcome;
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
    private readonly finishStep: FinishStep,
    private readonly failStep: FailStep,
    private readonly steps: StepRepository,
  ) {}

  async execute({ stepId, worker, stopping }: WorkInput): Promise<Worked> {
    const held = await this.holdStep.execute(stepId, worker);
    if (held === null) return { outcome: 'lost' };
    try {
      const handler = this.handlers.find(held.step.name);
      if (handler === undefined) return { outcome: await this.failStep.execute(held.step, UNKNOWN_STEP) };
      return await this.attempt(held, handler, stopping);
    } finally {
      held.end();
    }
  }

  private async attempt(held: HeldStep, handler: StepHandler, stopping: AbortSignal): Promise<Worked> {
    const { step, lost } = held;
    crashPoint('C10');
    try {
      const signal = AbortSignal.any([stopping, lost]);
      const outcome = await handler.run({ step, signal, report: (fraction) => held.report(fraction) });
      held.end();
      crashPoint('C12');
      const isMine = await this.finishStep.execute(step, outcome);
      crashPoint('C13');
      return { outcome: isMine ? 'done' : 'lost' };
    } catch (error) {
      if (lost.aborted) return { outcome: 'lost' };
      if (stopping.aborted) return { outcome: (await this.steps.release(step)) ? 'released' : 'lost' };
      return { outcome: await this.failStep.execute(step, toStepError(error)), error };
    }
  }
}
