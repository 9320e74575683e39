import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { VideoRepository, type VideoInProcessing } from '#modules/videos';
import { LEFT_UNFINISHED } from '../domain/processing.errors';
import { RunEnds } from '../ports/run-ends';
import { EndRun } from './end-run';

/** Fails a video whose run is at its end and has not said so: whoever waits for it would wait for ever. */
@Injectable()
export class SettleVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly ends: RunEnds,
    private readonly endRun: EndRun,
  ) {}

  /** Steps are finished with the video locked: what is still true once it is locked here is no moment in between. */
  execute({ id, runId }: VideoInProcessing): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const video = await this.videos.lock(id);
      if (video?.status !== 'processing' || video.deletedFor !== null || video.runId !== runId) return false;
      if (!(await this.ends.among([runId])).has(runId)) return false;
      const error = (await this.ends.errorOf(runId)) ?? LEFT_UNFINISHED;
      const told = { type: 'video.failed', data: { error_code: error.code } };
      const run = { runId, videoId: id, ownerId: video.ownerId };
      return this.endRun.execute(run, { state: 'failed', error, by: SYSTEM, told });
    });
  }
}
