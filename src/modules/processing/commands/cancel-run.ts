import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { CALLED_OFF } from '../domain/processing.errors';
import type { ClaimedStep } from '../domain/step';
import { StepRepository } from '../ports/step-repository';
import { DropVersion } from './drop-version';

/** Ends the work on a video that was deleted meanwhile. */
@Injectable()
export class CancelRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly steps: StepRepository,
    private readonly dropVersion: DropVersion,
  ) {}

  async execute(step: Pick<ClaimedStep, 'id' | 'fence' | 'runId' | 'videoId'>): Promise<void> {
    const { runId, videoId } = step;
    await this.unitOfWork.run(async () => {
      const video = await this.videos.lock(videoId);
      // Restored since somebody saw the tombstone: the work goes on at once, and nothing was tried.
      if (video !== null && video.deletedFor === null) {
        await this.steps.release(step);
        return;
      }
      // Whoever restores it must find the files, and a video that nobody is at work on.
      if (video?.deletedFor === 'deletion_keeping_files') {
        await this.dropVersion.execute({ runId, videoId });
        await this.videos.failDeletedRun(videoId, runId, CALLED_OFF);
      }
      // What was written after the deletion as well.
      else await this.objects.condemnVideo(videoId);
      await this.steps.endRun(runId, { state: 'cancelled', error: null });
    });
  }
}
