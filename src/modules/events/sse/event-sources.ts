import { Injectable, type OnModuleInit } from '@nestjs/common';
import { FactFeed } from '#platform/outbox/fact-feed';
import { videoEventOf } from '../persistence/video-event-of';
import { EventHub } from './event-hub';
import { WorkProgress } from './work-progress';

/** One ear of this process for each kind of news, however many listen here. */
@Injectable()
export class EventSources implements OnModuleInit {
  constructor(
    private readonly facts: FactFeed,
    private readonly progress: WorkProgress,
    private readonly hub: EventHub,
  ) {}

  onModuleInit(): void {
    this.progress.onProgress((event) => this.hub.tell(event));
    this.facts.onFact((fact) => {
      const event = videoEventOf(fact);
      if (event !== null) this.hub.tell(event);
    });
  }
}
