import type { Page, PageRequest } from '#libs/paging';
import type { MallId, UserId, VideoId } from '#kernel/id';
import type { Place } from '#kernel/place';
import type { SeenVideos, VideoFilter, VideoOrder, VideoStats } from '../domain/video-list';
import type { ListedVideo } from '../domain/video-text';
import type { VideoView } from '../domain/video-view';

export interface KnownChecksum {
  readonly checksum: string;
  readonly videoId: VideoId;
}

export interface PlacedOnCamera extends Place {
  readonly id: VideoId;
  readonly ownerId: UserId;
}

/** The read side: what is deleted is not there, unless it is asked for. */
export abstract class VideoReader {
  abstract find(id: VideoId): Promise<VideoView | null>;
  abstract list(filter: VideoFilter, order: VideoOrder, request: PageRequest): Promise<Page<ListedVideo>>;
  abstract stats(scope: SeenVideos, mallId: MallId | null): Promise<VideoStats>;
  /** Where they are, those that are deleted too. */
  abstract places(ids: readonly VideoId[]): Promise<readonly PlacedOnCamera[]>;
  /** Which of these files an owner has stored already. */
  abstract findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]>;
}
