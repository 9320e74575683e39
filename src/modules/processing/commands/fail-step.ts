import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { VideoRepository } from '#modules/videos';
import type { ClaimedStep, StepError } from '../domain/step';
import { StepRepository, type StepAfterFailure } from '../ports/step-repository';
import { EndRun } from './end-run';

/** Another try later, or the end of the run: a video never waits for a step that nobody will do. */
@Injectable()
export class FailStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly steps: StepRepository,
    private readonly endRun: EndRun,
  ) {}

  execute(step: ClaimedStep, error: StepError): Promise<StepAfterFailure> {
    return this.unitOfWork.run(async () => {
      await this.videos.lock(step.videoId);
      const outcome = await this.steps.fail(step, error);
      if (outcome === 'failed') {
        const told = { type: 'video.failed', data: { step: step.name, error_code: error.code } };
        await this.endRun.execute(step, { state: 'failed', error, by: SYSTEM, told });
      }
      return outcome;
    });
  }
}
