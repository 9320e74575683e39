import type { UserId, VideoId } from '#kernel/id';
import type { VideoView } from '../domain/video-view';

export interface KnownChecksum {
  readonly checksum: string;
  readonly videoId: VideoId;
}

/** The read side: what is deleted is not there. */
export abstract class VideoReader {
  abstract find(id: VideoId): Promise<VideoView | null>;
  /** Which of these files an owner has stored already. */
  abstract findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]>;
}
