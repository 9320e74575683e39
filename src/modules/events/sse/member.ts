import type { SignedInUser } from '#kernel/actor';
import type { VideoEvent } from '../domain/video-event';
import { Listener, type Listening } from '../ports/audience';

/** Nobody is that long about hearing what it missed. */
const MOST_KEPT = 1_000;

/** One that listens, with what happened while it was still being told what it missed. */
export class Member extends Listener {
  private kept: VideoEvent[] | null = [];
  private heardUpTo = 0;

  constructor(readonly listening: Listening) {
    super();
  }

  get actor(): SignedInUser {
    return this.listening.actor;
  }

  hear(event: VideoEvent): void {
    const { videoId, sink } = this.listening;
    if (videoId !== null && videoId !== event.videoId) return;
    if (this.kept === null) this.tell(event);
    else if (this.kept.push(event) > MOST_KEPT) sink.end('too_slow');
  }

  goLive(heardUpTo: number): void {
    const kept = this.kept ?? [];
    this.kept = null;
    this.heardUpTo = heardUpTo;
    for (const event of kept) this.tell(event);
  }

  /** What stands in the record was told out of it, however late the news of it comes here. */
  private tell(event: VideoEvent): void {
    if (event.position === null || event.position > this.heardUpTo) this.listening.sink.push(event);
  }
}
