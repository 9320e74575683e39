import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { Page } from '#libs/paging';
import type { UserId, VideoId } from '#kernel/id';
import { RedisCache, shapeOf, type CacheKind } from '#platform/cache/redis-cache';
import { readView, type ListedVideo } from '../domain/video-text';
import type { VideoView } from '../domain/video-view';
import { VideoCacheConfig } from '../video-cache.config';
import { LISTED, VIEW } from './video-columns';

/** What is being worked on changes all the time, and without a fact for each change. */
const METADATA: CacheKind<VideoView | null> = {
  name: 'video_metadata',
  lastingSeconds: 300,
  shape: shapeOf(VIEW),
  write: (video) => (video?.status === 'completed' ? JSON.stringify(video) : null),
  read: readView,
};

const LISTS: CacheKind<Page<ListedVideo>> = {
  name: 'video_lists',
  lastingSeconds: 60,
  shape: shapeOf(LISTED),
  write: (page) => JSON.stringify(page),
  read: (text) => JSON.parse(text) as Page<ListedVideo>,
};

/** What Redis remembers of videos, where that is switched on, and how it is made to forget. */
@Injectable()
export class VideoCaches {
  constructor(
    private readonly cache: RedisCache,
    private readonly config: VideoCacheConfig,
  ) {}

  get areOn(): boolean {
    return this.config.metadata === 'on' || this.config.lists === 'on';
  }

  find(id: VideoId, load: () => Promise<VideoView | null>): Promise<VideoView | null> {
    if (this.config.metadata === 'off') return load();
    return this.cache.read(METADATA, { entry: metadataOf(id), epoch: epochOfVideo(id) }, load);
  }

  /** Of somebody whose lists show own videos alone. */
  list(
    ownerId: UserId,
    question: string,
    load: () => Promise<Page<ListedVideo>>,
  ): Promise<Page<ListedVideo>> {
    if (this.config.lists === 'off') return load();
    const hash = createHash('sha256').update(question).digest('base64url');
    const place = { entry: `videos:user:${ownerId}:list:${hash}`, epoch: epochOfLists(ownerId) };
    return this.cache.read(LISTS, place, load);
  }

  /** Whatever shows this video. */
  async forget(id: VideoId, ownerId: UserId | null): Promise<void> {
    const keys: string[] = [];
    if (this.config.metadata === 'on') keys.push(epochOfVideo(id), metadataOf(id));
    if (this.config.lists === 'on' && ownerId !== null) keys.push(epochOfLists(ownerId));
    if (keys.length > 0) await this.cache.forget(keys);
  }
}

function metadataOf(id: VideoId): string {
  return `video:${id}:metadata`;
}

function epochOfVideo(id: VideoId): string {
  return `video:${id}:epoch`;
}

function epochOfLists(ownerId: UserId): string {
  return `videos:user:${ownerId}:epoch`;
}
