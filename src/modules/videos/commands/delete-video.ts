import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { crashPoint } from '#kernel/crash-point';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaLedger } from '#modules/quota';
import { StorageObjectRepository } from '#modules/storage';
import { NotYourVideo, VideoNotFound } from '../domain/video.errors';
import { mayChange, maySeeDeleted } from '../domain/video-policy';
import { VideoRepository, type VideoState } from '../ports/video-repository';
import { VideoTrace } from './video-trace';

export interface DeleteVideoInput {
  readonly actor: Actor;
  readonly videoId: VideoId;
  /** Kept files count as stored until an admin restores the video or deletes it again. */
  readonly keepsFiles: boolean;
}

/**
 * A tombstone first, the bytes later: from the answer on the video is gone for everybody, and the purge goes on until the last
 * byte is. Running work notices the tombstone at its next heartbeat.
 */
@Injectable()
export class DeleteVideo {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly videos: VideoRepository,
    private readonly objects: StorageObjectRepository,
    private readonly quota: QuotaLedger,
    private readonly trace: VideoTrace,
  ) {}

  /** The keys whose bytes are going to be deleted. */
  async execute({ actor, videoId, keepsFiles }: DeleteVideoInput): Promise<readonly string[]> {
    const condemned = await this.unitOfWork.run(async () => {
      const video = await this.deletable(actor, videoId);
      if (!(await this.videos.tombstone(videoId, { keepsFiles }))) throw VideoNotFound();
      const keys = keepsFiles ? await this.lockAway(videoId) : await this.condemn(video);
      await this.trace.record(actor, {
        videoId,
        ownerId: video.ownerId,
        type: 'video.deleted',
        data: { keeps_files: keepsFiles },
      });
      return keys;
    });
    crashPoint('C16');
    return condemned;
  }

  private async deletable(actor: Actor, videoId: VideoId): Promise<VideoState> {
    const video = await this.videos.lock(videoId);
    if (video === null || (video.deletedFor !== null && !maySeeDeleted(actor))) throw VideoNotFound();
    if (!mayChange(actor, video)) throw NotYourVideo();
    return video;
  }

  /** Links that were given before lead nowhere, though the files are there. */
  private async lockAway(videoId: VideoId): Promise<readonly string[]> {
    await this.objects.revokeLinks(videoId);
    return [];
  }

  /** What never arrived gives its reservation back at once; what did counts until its bytes are gone. */
  private async condemn({ id, status }: VideoState): Promise<readonly string[]> {
    if (status === 'pending') await this.quota.release(id);
    else await this.quota.condemn(id);
    return this.objects.condemnVideo(id);
  }
}
