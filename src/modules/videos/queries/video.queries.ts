import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { Actor } from '#kernel/actor';
import type { MallId, UserId, VideoId } from '#kernel/id';
import { FilterNotAllowed, NotYourVideo, VideoNotFound } from '../domain/video.errors';
import type { VideoFilter, VideoOrder, VideoStats } from '../domain/video-list';
import { mayChooseOwner, mayRead, maySeeDeleted, mayUseNotes, scopeOf } from '../domain/video-policy';
import type { VideoItem, VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum } from '../ports/video-reader';

/** What a caller asks for, of what it may see. */
export type VideoWishes = Omit<VideoFilter, 'scope'>;

@Injectable()
export class VideoQueries {
  constructor(private readonly reader: VideoReader) {}

  async get(actor: Actor, id: VideoId): Promise<VideoView> {
    const video = await this.reader.find(id);
    if (video === null) throw VideoNotFound();
    if (!mayRead(actor, video)) throw NotYourVideo();
    return mayUseNotes(actor, video) ? video : { ...video, operatorNotes: null };
  }

  /** Never more than `get` would show, whatever is asked for. */
  async list(
    actor: Actor,
    wishes: VideoWishes,
    order: VideoOrder,
    request: PageRequest,
  ): Promise<Page<VideoItem>> {
    const { ownerId, isDeleted } = wishes;
    if (ownerId !== null && !mayChooseOwner(actor, ownerId)) throw FilterNotAllowed();
    if (isDeleted && !maySeeDeleted(actor)) throw FilterNotAllowed();
    return this.reader.list({ ...wishes, scope: scopeOf(actor) }, order, request);
  }

  stats(actor: Actor, mallId: MallId | null): Promise<VideoStats> {
    return this.reader.stats(scopeOf(actor), mallId);
  }

  findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]> {
    return this.reader.findByChecksum(ownerId, checksums);
  }
}
