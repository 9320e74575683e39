import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { VideoQueries } from '#modules/videos';
import { MOST_REPLAYED, resyncReason } from '../domain/replay';
import { Audience, type Listening } from '../ports/audience';
import { CurrentProgress } from '../ports/current-progress';
import type { EventSink } from '../ports/event-sink';
import { PastEvents } from '../ports/past-events';
import { Sights } from '../queries/sights';

const BATCH = 100;

export interface ListenInput {
  readonly actor: SignedInUser;
  /** Null: every video that the actor may see. */
  readonly videoId: VideoId | null;
  /** The last event that the listener heard, where it listened before. */
  readonly after: number | null;
  readonly sink: EventSink;
}

/** Tells somebody what it missed, and then what happens. Joining comes first, so that nothing falls between the two. */
@Injectable()
export class Listen {
  constructor(
    private readonly videos: VideoQueries,
    private readonly audience: Audience,
    private readonly past: PastEvents,
    private readonly sights: Sights,
    private readonly progress: CurrentProgress,
  ) {}

  async execute({ after, ...listening }: ListenInput): Promise<void> {
    const { actor, videoId, sink } = listening;
    const video = videoId === null ? null : await this.videos.get(actor, videoId);
    const listener = this.audience.join(listening);
    sink.open();
    try {
      const heardUpTo = after === null ? 0 : await this.replay(listening, after);
      if (video !== null) sink.push(await this.progress.of(actor, video));
      listener.goLive(heardUpTo);
    } catch {
      // The answer has begun, so nothing can be said: who comes again with the last id is told everything.
      sink.end('closing');
    }
  }

  private async replay(listening: Listening, after: number): Promise<number> {
    const span = await this.past.remembered();
    const reason = resyncReason(after, span);
    const isWhole = reason === null && (await this.tell(listening, after, span.head));
    if (!isWhole) listening.sink.resync(span.head, reason ?? 'too_much');
    return span.head;
  }

  /** False when it is too much to tell. */
  private async tell({ actor, videoId, sink }: Listening, after: number, upTo: number): Promise<boolean> {
    const ownerId = actor.role === 'user' ? actor.userId : null;
    let position = after;
    for (let told = 0; told < MOST_REPLAYED; told += BATCH) {
      const page = await this.past.read({ after: position, upTo, ownerId, videoId, limit: BATCH });
      await this.sights.look([actor], page.events);
      for (const event of page.events) if (this.sights.shows(actor, event)) sink.push(event);
      await sink.taken();
      if (page.next === null) return true;
      position = page.next;
    }
    return false;
  }
}
