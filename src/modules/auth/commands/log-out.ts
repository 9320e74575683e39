import { Injectable } from '@nestjs/common';
import type { Person } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { EndSessions } from './end-sessions';

export interface LogOutInput {
  readonly actor: Person;
  /** Every session of the user instead of this one. */
  readonly isEverywhere: boolean;
}

@Injectable()
export class LogOut {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly endSessions: EndSessions,
  ) {}

  async execute({ actor, isEverywhere }: LogOutInput): Promise<void> {
    await this.unitOfWork.run(() =>
      isEverywhere
        ? this.endSessions.all(actor, actor.userId, 'logout')
        : this.endSessions.one(actor, { userId: actor.userId, sessionId: actor.credential.id }, 'logout'),
    );
  }
}
