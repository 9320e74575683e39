import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { VideoRepository, VideoTrace } from '#modules/videos';
import type { ClaimedStep, StepError } from '../domain/step';
import { StepRepository, type StepAfterFailure } from '../ports/step-repository';

/** Another try later, or the end of the run: a video never waits for a step that nobody will do. */
@Injectable()
export class FailStep {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly steps: StepRepository,
    private readonly videos: VideoRepository,
    private readonly trace: VideoTrace,
  ) {}

  execute(step: ClaimedStep, error: StepError): Promise<StepAfterFailure> {
    return this.unitOfWork.run(async () => {
      const outcome = await this.steps.fail(step, error);
      if (outcome === 'failed') await this.endRun(step, error);
      return outcome;
    });
  }

  private async endRun({ runId, videoId, ownerId, name }: ClaimedStep, error: StepError): Promise<void> {
    if (!(await this.steps.endRun(runId, { state: 'failed', error }))) return;
    if (!(await this.videos.failRun(videoId, runId, error))) return;
    await this.trace.record(SYSTEM, {
      videoId,
      ownerId,
      type: 'video.failed',
      data: { step: name, error_code: error.code },
    });
  }
}
