import { Injectable } from '@nestjs/common';
import type { RunId, VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { StepRepository } from '../ports/step-repository';

/** Ends the work on a video that was deleted meanwhile, and condemns what it wrote after the deletion. */
@Injectable()
export class CancelRun {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly objects: StorageObjectRepository,
    private readonly steps: StepRepository,
  ) {}

  async execute({ runId, videoId }: { readonly runId: RunId; readonly videoId: VideoId }): Promise<void> {
    await this.unitOfWork.run(async () => {
      await this.objects.condemnVideo(videoId);
      await this.steps.endRun(runId, { state: 'cancelled', error: null });
    });
  }
}
