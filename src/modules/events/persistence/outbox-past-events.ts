import { Injectable } from '@nestjs/common';
import { FactHistory } from '#platform/outbox/fact-history';
import type { RememberedSpan } from '../domain/replay';
import { PastEvents, type PastPage, type PastRequest } from '../ports/past-events';
import { VIDEO_FACTS, videoEventOf } from './video-event-of';

@Injectable()
export class OutboxPastEvents extends PastEvents {
  constructor(private readonly history: FactHistory) {
    super();
  }

  remembered(): Promise<RememberedSpan> {
    return this.history.remembered();
  }

  async read({ videoId, ...request }: PastRequest): Promise<PastPage> {
    const facts = await this.history.read({ ...request, subjectType: VIDEO_FACTS, subjectId: videoId });
    return {
      events: facts.flatMap((fact) => videoEventOf(fact) ?? []),
      next: facts.length < request.limit ? null : (facts.at(-1)?.position ?? null),
    };
  }
}
