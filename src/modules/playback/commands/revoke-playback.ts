import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { ChangeableVideos, VideoRepository, VideoTrace } from '#modules/videos';

/** Makes every link worthless that was given so far. What a bucket or a CDN has signed itself lasts until its own expiry. */
@Injectable()
export class RevokePlayback {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly changeable: ChangeableVideos,
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly trace: VideoTrace,
  ) {}

  async execute({ actor, videoId }: { actor: SignedInUser; videoId: VideoId }): Promise<void> {
    await this.unitOfWork.run(async () => {
      const { ownerId } = await this.changeable.lock(actor, videoId);
      await this.videos.revokePlayback(videoId);
      await this.objects.revokeLinks(videoId);
      await this.trace.record(actor, { videoId, ownerId, type: 'video.playback_revoked' });
    });
  }
}
