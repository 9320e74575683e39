import type { EndReason, ResyncReason, VideoEvent } from '../domain/video-event';

/** The end of the line at which one listener is. Whoever has gone is told nothing, silently. */
export abstract class EventSink {
  /** From here on nothing can be refused any more. */
  abstract open(): void;
  abstract push(event: VideoEvent): void;
  /** Tells where the listener stands now, and that it missed something before. */
  abstract resync(position: number, reason: ResyncReason): void;
  abstract giveSignOfLife(): void;
  abstract end(reason: EndReason): void;
  /** When what was pushed has been taken, or the listener has gone. */
  abstract taken(): Promise<void>;
  abstract onceClosed(listener: () => void): void;
}
