import { Injectable, type OnModuleInit } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import { asId, type MallId, type UserId, type VideoId } from '#kernel/id';
import { FactFeed } from '#platform/outbox/fact-feed';
import type { SeenVideos, VideoFilter, VideoOrder, VideoStats } from '../domain/video-list';
import type { ListedVideo } from '../domain/video-text';
import type { VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum, type PlacedOnCamera } from '../ports/video-reader';
import { PostgresVideoReader } from './postgres-video-reader';
import { VideoCaches } from './video-caches';

/**
 * Postgres, and in front of it what Redis remembers. Rows alone are remembered: who may see one, and what its camera is called,
 * is found out for every request.
 */
@Injectable()
export class CachedVideoReader extends VideoReader implements OnModuleInit {
  constructor(
    private readonly record: PostgresVideoReader,
    private readonly caches: VideoCaches,
    private readonly facts: FactFeed,
  ) {
    super();
  }

  /**
   * Who changes a video makes Redis forget it, and then answers. A process that dies in between, or that Redis was away for, has
   * left a fact: every process that reads the cache makes it forget once more.
   */
  onModuleInit(): void {
    if (!this.caches.areOn) return;
    this.facts.onFact(({ subjectType, subjectId, ownerId }) => {
      if (subjectType === 'video')
        void this.caches.forget(asId(subjectId), ownerId === null ? null : asId(ownerId));
    });
  }

  find(id: VideoId): Promise<VideoView | null> {
    return this.caches.find(id, () => this.record.find(id));
  }

  list(filter: VideoFilter, order: VideoOrder, request: PageRequest): Promise<Page<ListedVideo>> {
    const load = () => this.record.list(filter, order, request);
    const ownerId = onlyOwnerOf(filter.scope);
    if (ownerId === null || !isOftenAskedAgain(filter, request)) return load();
    return this.caches.list(ownerId, JSON.stringify([filter, order, request]), load);
  }

  stats(scope: SeenVideos, mallId: MallId | null): Promise<VideoStats> {
    return this.record.stats(scope, mallId);
  }

  places(ids: readonly VideoId[]): Promise<readonly PlacedOnCamera[]> {
    return this.record.places(ids);
  }

  findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]> {
    return this.record.findByChecksum(ownerId, checksums);
  }
}

/** Null where rows of others are seen too: changes of those would have to be known to all who see them. */
function onlyOwnerOf(scope: SeenVideos): UserId | null {
  if (scope.of === 'everybody' || scope.mallIds.length > 0 || scope.pinIds.length > 0) return null;
  return scope.ownerId;
}

/** What galleries show first. Redis shall not be filled by who leafs or searches. */
function isOftenAskedAgain(filter: VideoFilter, { offset, after }: PageRequest): boolean {
  const { search, uploadedAfter, uploadedBefore } = filter;
  return (
    offset === 0 && after === null && [search, uploadedAfter, uploadedBefore].every((each) => each === null)
  );
}
