import type { SignedInUser } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import type { EventSink } from './event-sink';

export interface Listening {
  readonly actor: SignedInUser;
  /** Null: every video that the actor may see. */
  readonly videoId: VideoId | null;
  readonly sink: EventSink;
}

/** One that has joined: what happens is kept for it until it has been told what it missed. */
export abstract class Listener {
  /** Tells what was kept, but for what came up to `heardUpTo`, and from now on everything at once. */
  abstract goLive(heardUpTo: number): void;
}

/** Everybody who listens at this process. */
export abstract class Audience {
  /** Refuses one stream too many of a user. */
  abstract join(listening: Listening): Listener;
}
