import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ObjectStore } from '#modules/storage';
import { FailedAttempt, type Attempt, type CleanupOutcome } from '../../domain/failed-attempt';
import { DashboardSessionRepository, type BodyClaim } from '../../ports/dashboard-session-repository';
import { UploadMetrics } from '../../upload.metrics';
import { WithdrawUpload } from '../withdraw-upload';

/** Leaves the session as it was before the attempt, and says what could not be undone at once: the worker does that. */
@Injectable()
export class UndoAttempt {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: DashboardSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
    private readonly store: ObjectStore,
    private readonly metrics: UploadMetrics,
  ) {}

  async execute(cause: unknown, attempt: Attempt, claim: BodyClaim): Promise<FailedAttempt> {
    const session = await this.giveBack(attempt, claim);
    return new FailedAttempt(cause, attempt, {
      store: await this.removeBytes(attempt),
      session,
      database: attempt.upload === null ? 'not_needed' : session,
    });
  }

  private async giveBack({ upload }: Attempt, claim: BodyClaim): Promise<CleanupOutcome> {
    try {
      await this.unitOfWork.run(async () => {
        if (upload !== null && (await this.withdrawUpload.execute(upload.videoId)))
          this.metrics.failures.inc();
        await this.sessions.endBody(claim);
      });
      return 'done';
    } catch {
      // Postgres is away: the lease runs out, and what was opened is withdrawn by the next body or by the worker.
      return 'pending';
    }
  }

  /** Its row stays condemned until the worker, finding nothing there, says that it is gone. */
  private async removeBytes({ upload, hasWritten }: Attempt): Promise<CleanupOutcome> {
    if (upload === null || !hasWritten) return 'not_needed';
    try {
      return (await this.store.delete([upload.stagingKey])).length === 0 ? 'done' : 'pending';
    } catch {
      return 'pending';
    }
  }
}
