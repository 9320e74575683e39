import type { UserId, VideoId } from '#kernel/id';

/** Something about a video that whoever may see the video may know. */
export interface VideoEvent {
  /** Its place among all that happened, which never changes; null for what is only of the moment. */
  readonly position: number | null;
  readonly type: string;
  readonly videoId: VideoId;
  readonly ownerId: UserId;
  readonly occurredAt: string;
  readonly data: Readonly<Record<string, unknown>>;
}

/** Why a listener must look for itself instead of being told: what it missed is not remembered, or too much. */
export type ResyncReason = 'forgotten' | 'unknown_position' | 'too_much';

/** Why a stream ends although its listener is there. */
export type EndReason = 'access_ended' | 'too_slow' | 'closing';
