import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { DashboardSession, DashboardSessionId } from '../../domain/dashboard-session';
import { Outrun } from '../../domain/outrun';
import {
  DashboardSessionNotFound,
  DashboardSessionUsed,
  NotYourDashboardSession,
} from '../../domain/upload.errors';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';
import { WithdrawUpload } from '../withdraw-upload';

/** Ends a session and what came of it; a body that is on its way finds its session lost. Done again, it is done. */
@Injectable()
export class CancelDashboardSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: DashboardSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  async execute({ userId }: SignedInUser, id: DashboardSessionId): Promise<void> {
    for (;;) {
      const session = await this.sessions.find(id);
      if (session === null) throw DashboardSessionNotFound();
      if (session.ownerId !== userId) throw NotYourDashboardSession();
      if (session.state === 'used') throw DashboardSessionUsed();
      if (session.state === 'cancelled' || (await this.cancel(session))) return;
    }
  }

  /** False when a body began, opened its upload or ended since the session was looked at. */
  private async cancel(session: DashboardSession): Promise<boolean> {
    try {
      await this.unitOfWork.run(async () => {
        if (session.videoId !== null) await this.withdrawUpload.execute(session.videoId);
        if (!(await this.sessions.cancel(session))) throw new Outrun();
      });
      return true;
    } catch (error) {
      if (error instanceof Outrun) return false;
      throw error;
    }
  }
}
