import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { ClaimedStep } from '../domain/step';
import type { StepOutcome } from '../ports/step-handler';
import { StepRepository } from '../ports/step-repository';

/** Everything that follows from a finished step, or nothing of it when the step was somebody else's by then. */
@Injectable()
export class FinishStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: StepRepository,
  ) {}

  execute(step: ClaimedStep, { result, commit }: StepOutcome): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      if (!(await this.steps.finish(step, result))) return false;
      await commit?.();
      await this.steps.wakeReady(step.runId);
      await this.steps.completeRun(step.runId);
      return true;
    });
  }
}
