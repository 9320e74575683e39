import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { ProgressNews, toldProgress, WorkQueries } from '#modules/processing';
import type { VideoEvent } from '../domain/video-event';
import { CurrentProgress, type AskedVideo } from '../ports/current-progress';

const PROGRESS = 'progress';

/** How far videos are: by the record for who asks now, and as workers tell it from then on. */
@Injectable()
export class WorkProgress extends CurrentProgress {
  constructor(
    private readonly work: WorkQueries,
    private readonly news: ProgressNews,
    private readonly clock: Clock,
  ) {
    super();
  }

  async of(actor: SignedInUser, { id, ownerId }: AskedVideo): Promise<VideoEvent> {
    const data = { ...toldProgress(await this.work.progress(actor, id)) };
    return this.eventOf({ id, ownerId }, data);
  }

  onProgress(listener: (event: VideoEvent) => void): void {
    this.news.onNews(({ videoId: id, ownerId, progress }) =>
      listener(this.eventOf({ id, ownerId }, progress)),
    );
  }

  private eventOf({ id, ownerId }: AskedVideo, data: Readonly<Record<string, unknown>>): VideoEvent {
    const occurredAt = this.clock.now().toISOString();
    return { position: null, type: PROGRESS, videoId: id, ownerId, occurredAt, data };
  }
}
