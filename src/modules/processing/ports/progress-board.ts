import type { UserId, VideoId } from '#kernel/id';
import type { VideoProgress } from '../domain/video-progress';

/** Which of two things told about a video is the later one. Compared part by part. */
export interface ProgressOrder {
  readonly version: number;
  readonly resumptions: number;
  readonly isOver: boolean;
}

export interface ProgressSubject {
  readonly id: VideoId;
  readonly ownerId: UserId;
}

/** Where everybody may look how far a video is. May be away or forget: the record knows. */
export abstract class ProgressBoard {
  /** Never goes back behind what was told before; what goes on is announced too. */
  abstract put(video: ProgressSubject, progress: VideoProgress, order: ProgressOrder): Promise<void>;
  abstract remove(videoId: VideoId): Promise<void>;
}
