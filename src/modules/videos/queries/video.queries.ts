import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { UserId, VideoId } from '#kernel/id';
import { NotYourVideo, VideoNotFound } from '../domain/video.errors';
import { mayRead } from '../domain/video-policy';
import type { VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum } from '../ports/video-reader';

@Injectable()
export class VideoQueries {
  constructor(private readonly reader: VideoReader) {}

  async get(actor: Actor, id: VideoId): Promise<VideoView> {
    const video = await this.reader.find(id);
    if (video === null) throw VideoNotFound();
    if (!mayRead(actor, video)) throw NotYourVideo();
    return video;
  }

  findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]> {
    return this.reader.findByChecksum(ownerId, checksums);
  }
}
