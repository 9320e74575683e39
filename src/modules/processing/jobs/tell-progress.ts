import { Injectable, type OnModuleInit } from '@nestjs/common';
import { asId } from '#kernel/id';
import { FactFeed } from '#platform/outbox/fact-feed';
import { AnnounceProgress } from '../commands/announce-progress';

/** What no worker tells, since none has the video in hand. Of a deleted one nothing is told any more. */
const CHANGES: readonly string[] = ['video.deleted', 'video.reprocess_requested', 'video.cancelled'];

@Injectable()
export class TellProgress implements OnModuleInit {
  constructor(
    private readonly facts: FactFeed,
    private readonly announce: AnnounceProgress,
  ) {}

  onModuleInit(): void {
    this.facts.onFact(({ type, subjectId }) => {
      if (CHANGES.includes(type)) void this.announce.execute(asId(subjectId));
    });
  }
}
