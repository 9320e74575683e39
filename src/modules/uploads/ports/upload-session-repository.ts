import type { UserId, VideoId } from '#kernel/id';
import type { Door } from '../domain/doors';

export interface NewUploadSession {
  readonly door: Door;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  readonly stagingKey: string;
  readonly declaredBytes: number;
}

export interface UploadSession extends NewUploadSession {
  readonly state: 'open' | 'completed' | 'withdrawn';
}

export abstract class UploadSessionRepository {
  abstract open(session: NewUploadSession): Promise<void>;
  abstract find(videoId: VideoId): Promise<UploadSession | null>;
  /** open -> completed, once. */
  abstract complete(videoId: VideoId): Promise<boolean>;
  /** open -> withdrawn, once. */
  abstract withdraw(videoId: VideoId): Promise<boolean>;
  /** S3: open ones whose time is over. */
  abstract expired(limit: number): Promise<readonly VideoId[]>;
}
