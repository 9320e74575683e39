import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ChangeableVideos } from '#modules/videos';
import { CANCELLED } from '../domain/processing.errors';
import { NotProcessing } from '../domain/work.errors';
import { EndRun } from './end-run';

/**
 * Publishing holds the video as this does, so exactly one of the two happens. Whoever is at work on it notices within a second
 * that the step is not his any more.
 */
@Injectable()
export class CancelProcessing {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changeable: ChangeableVideos,
    private readonly endRun: EndRun,
  ) {}

  async execute({ actor, videoId }: { actor: Actor; videoId: VideoId }): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { ownerId, runId, status } = await this.changeable.lock(actor, videoId);
      if (status !== 'processing' || runId === null) throw NotProcessing();
      const told = { type: 'video.cancelled' };
      await this.endRun.execute(
        { runId, videoId, ownerId },
        { state: 'cancelled', error: CANCELLED, by: actor, told },
      );
    });
  }
}
