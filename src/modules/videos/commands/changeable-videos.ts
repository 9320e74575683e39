import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { NotYourVideo, VideoNotFound } from '../domain/video.errors';
import { mayChange } from '../domain/video-policy';
import { VideoRepository, type VideoState } from '../ports/video-repository';

/** The first question of whatever changes a video: is it there, is it the caller's, and nobody else's until this is over. */
@Injectable()
export class ChangeableVideos {
  constructor(private readonly videos: VideoRepository) {}

  async lock(actor: Actor, id: VideoId): Promise<VideoState> {
    const video = await this.videos.lock(id);
    if (video === null || video.deletedFor !== null) throw VideoNotFound();
    if (!mayChange(actor, video)) throw NotYourVideo();
    return video;
  }
}
