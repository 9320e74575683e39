import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Outrun } from '../../domain/outrun';
import { DashboardSessionRepository, type LeftBody } from '../../ports/dashboard-session-repository';
import { WithdrawUpload } from '../withdraw-upload';

/** S3 at the dashboard: withdraws what a process had opened that died over a body. Its session waits for another. */
@Injectable()
export class EndLeftBodies {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: DashboardSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  /** How many there were. */
  async execute(limit: number): Promise<number> {
    const left = await this.sessions.leftBodies(limit);
    for (const body of left) await this.end(body);
    return left.length;
  }

  private async end({ videoId, ...claim }: LeftBody): Promise<void> {
    try {
      await this.unitOfWork.run(async () => {
        await this.withdrawUpload.execute(videoId);
        if (!(await this.sessions.endLeftBody(claim))) throw new Outrun();
      });
    } catch (error) {
      // It lives after all, or another body took the session over.
      if (!(error instanceof Outrun)) throw error;
    }
  }
}
