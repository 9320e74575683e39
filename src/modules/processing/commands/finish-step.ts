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
      const isDeleted = video === null || video.deletedFor !== null;
      if (isDeleted || !(await this.steps.finish(step, result))) {
        // Asked a second time, because the answer to the first was lost.
        if (await this.steps.isDoneBy(step)) return true;
        await this.objects.condemn(outputs);
        if (isDeleted) await this.cancelRun.execute(step);
        return false;
      }
      await commit?.();
      await this.steps.wakeReady(step.runId);
      await this.steps.completeRun(step.runId);
      return true;
    });
  }
}
