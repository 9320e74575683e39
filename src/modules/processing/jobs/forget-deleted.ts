import { Injectable, type OnModuleInit } from '@nestjs/common';
import { asId } from '#kernel/id';
import { FactFeed } from '#platform/outbox/fact-feed';
import { ProgressBoard } from '../ports/progress-board';

/** Of a deleted video nothing is told any more. Redis away: it is forgotten there within the hour anyhow. */
@Injectable()
export class ForgetDeleted implements OnModuleInit {
  constructor(
    private readonly facts: FactFeed,
    private readonly board: ProgressBoard,
  ) {}

  onModuleInit(): void {
    this.facts.onFact(({ type, subjectId }) => {
      if (type === 'video.deleted') void this.board.remove(asId(subjectId)).catch(() => undefined);
    });
  }
}
