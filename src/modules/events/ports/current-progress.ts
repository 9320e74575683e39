import type { SignedInUser } from '#kernel/actor';
import type { UserId, VideoId } from '#kernel/id';
import type { VideoEvent } from '../domain/video-event';

export interface AskedVideo {
  readonly id: VideoId;
  readonly ownerId: UserId;
}

/** How far a video is, as an event of this moment. */
export abstract class CurrentProgress {
  abstract of(actor: SignedInUser, video: AskedVideo): Promise<VideoEvent>;
}
