import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { FilesGone, NotDeleted, VideoNotFound } from '../domain/video.errors';
import { VideoRepository } from '../ports/video-repository';
import { VideoTrace } from './video-trace';

/** Brings back a video that was deleted without its files. */
@Injectable()
export class RestoreVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly trace: VideoTrace,
  ) {}

  async execute({ actor, videoId }: { readonly actor: Actor; readonly videoId: VideoId }): Promise<void> {
    await this.unitOfWork.run(async () => {
      const video = await this.videos.lock(videoId);
      if (video === null || video.deletedFor === 'withdrawn') throw VideoNotFound();
      if (video.deletedFor === null) throw NotDeleted();
      if (!(await this.videos.restore(videoId))) throw FilesGone();
      await this.trace.record(actor, { videoId, ownerId: video.ownerId, type: 'video.restored' });
    });
  }
}
