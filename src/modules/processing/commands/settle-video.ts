import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { VideoRepository, VideoTrace, type VideoInProcessing } from '#modules/videos';
import { LEFT_UNFINISHED } from '../domain/processing.errors';
import { RunEnds } from '../ports/run-ends';
import { StepRepository } from '../ports/step-repository';

/** Fails a video whose run is at its end and has not said so: whoever waits for it would wait for ever. */
@Injectable()
export class SettleVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly steps: StepRepository,
    private readonly ends: RunEnds,
    private readonly trace: VideoTrace,
  ) {}

  /** Steps are finished with the video locked: what is still true once it is locked here is no moment in between. */
  execute({ id, runId }: VideoInProcessing): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const video = await this.videos.lock(id);
      if (video?.status !== 'processing' || video.deletedFor !== null || video.runId !== runId) return false;
      if (!(await this.ends.among([runId])).has(runId)) return false;
      const error = (await this.ends.errorOf(runId)) ?? LEFT_UNFINISHED;
      await this.steps.endRun(runId, { state: 'failed', error });
      if (!(await this.videos.failRun(id, runId, error))) return false;
      await this.trace.record(SYSTEM, {
        videoId: id,
        ownerId: video.ownerId,
        type: 'video.failed',
        data: { error_code: error.code },
      });
      return true;
    });
  }
}
