import type { UserId, VideoId } from '#kernel/id';

export interface PieceOfNews {
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  /** As the wire has it. */
  readonly progress: Readonly<Record<string, unknown>>;
}

/** What workers tell while they work. Some of it may be lost: the record knows. */
export abstract class ProgressNews {
  abstract onNews(listener: (news: PieceOfNews) => void): void;
}
