import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { mayChange, NotYourVideo, VideoNotFound, VideoRepository, VideoTrace } from '#modules/videos';

/** Makes every link worthless that was given so far. What a bucket or a CDN has signed itself lasts until its own expiry. */
@Injectable()
export class RevokePlayback {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly trace: VideoTrace,
  ) {}

  async execute({ actor, videoId }: { actor: SignedInUser; videoId: VideoId }): Promise<void> {
    await this.unitOfWork.run(async () => {
      const video = await this.videos.lock(videoId);
      if (video === null || video.deletedFor !== null) throw VideoNotFound();
      if (!mayChange(actor, video)) throw NotYourVideo();
      await this.videos.revokePlayback(videoId);
      await this.objects.revokeLinks(videoId);
      await this.trace.record(actor, { videoId, ownerId: video.ownerId, type: 'video.playback_revoked' });
    });
  }
}
