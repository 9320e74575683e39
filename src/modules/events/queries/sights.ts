import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import type { VideoId } from '#kernel/id';
import { mayRead, VideoQueries, type WatchedVideo } from '#modules/videos';
import type { VideoEvent } from '../domain/video-event';

/** For so long those who watch a place hear of a video that has left it. */
const REMEMBERED_MS = 4_000;
const MOST_REMEMBERED = 10_000;

interface Sight {
  /** Null where there is no such video. */
  readonly video: WatchedVideo | null;
  readonly until: number;
}

/** Who may hear what. An event says whose its video is; in which mall it is, and before which camera, is looked up. */
@Injectable()
export class Sights {
  private readonly remembered = new Map<VideoId, Sight>();

  constructor(
    private readonly videos: VideoQueries,
    private readonly clock: Clock,
  ) {}

  /** Afterwards `shows` knows what these need to hear of these. */
  async look(actors: readonly SignedInUser[], events: readonly VideoEvent[]): Promise<void> {
    const now = this.clock.now().getTime();
    const unknown = new Set<VideoId>();
    for (const event of events) {
      const isRemembered = (this.remembered.get(event.videoId)?.until ?? 0) > now;
      if (!isRemembered && actors.some((actor) => mustBeLookedUp(actor, event))) unknown.add(event.videoId);
    }
    if (unknown.size === 0) return;
    const found = await this.videos.watched([...unknown]);
    if (this.remembered.size > MOST_REMEMBERED) this.remembered.clear();
    for (const id of unknown)
      this.remembered.set(id, { video: found.get(id) ?? null, until: now + REMEMBERED_MS });
  }

  shows(actor: SignedInUser, event: VideoEvent): boolean {
    if (isPlain(actor, event)) return true;
    const video = this.remembered.get(event.videoId)?.video ?? null;
    return actor.memberships.length > 0 && video !== null && mayRead(actor, video);
  }
}

export function mustBeLookedUp(actor: SignedInUser, event: VideoEvent): boolean {
  return actor.memberships.length > 0 && !isPlain(actor, event);
}

function isPlain(actor: SignedInUser, { ownerId }: VideoEvent): boolean {
  return mayRead(actor, { ownerId, mallId: null, storeId: null });
}
