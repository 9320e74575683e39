import type { UserId, VideoId } from '#kernel/id';
import type { RememberedSpan } from '../domain/replay';
import type { VideoEvent } from '../domain/video-event';

export interface PastRequest {
  readonly after: number;
  readonly upTo: number;
  /** Null: of anybody. */
  readonly ownerId: UserId | null;
  /** Null: of any video. */
  readonly videoId: VideoId | null;
  readonly limit: number;
}

export interface PastPage {
  /** In their order. */
  readonly events: readonly VideoEvent[];
  /** Where the next page begins; null when this was the last one. */
  readonly next: number | null;
}

export abstract class PastEvents {
  abstract remembered(): Promise<RememberedSpan>;
  abstract read(request: PastRequest): Promise<PastPage>;
}
