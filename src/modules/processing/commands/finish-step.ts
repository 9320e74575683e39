import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import type { ClaimedStep } from '../domain/step';
import type { StepOutcome } from '../ports/step-handler';
import { StepRepository } from '../ports/step-repository';
import { CancelRun } from './cancel-run';

/** Everything that follows from a finished step, or nothing of it when step or video were somebody else's by then. */
@Injectable()
export class FinishStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly steps: StepRepository,
    private readonly cancelRun: CancelRun,
  ) {}

  execute(step: ClaimedStep, { result, outputs = [], commit }: StepOutcome): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const video = await this.videos.lock(step.videoId);
      if (video === null || video.deletedFor !== null) {
        await this.objects.condemn(outputs);
        await this.cancelRun.execute(step);
        return false;
      }
      if (!(await this.steps.finish(step, result))) {
        await this.objects.condemn(outputs);
        return false;
      }
      await commit?.();
      await this.steps.wakeReady(step.runId);
      await this.steps.completeRun(step.runId);
      return true;
    });
  }
}
