import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ObjectStore } from '#modules/storage';
import { FailedAttempt, type Attempt, type Cleanup, type CleanupOutcome } from '../../domain/failed-attempt';
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
    return new FailedAttempt(cause, attempt, await this.undo(attempt, claim));
  }

  private async undo(attempt: Attempt, claim: BodyClaim): Promise<Cleanup> {
    const { upload, hasWritten } = attempt;
    try {
      const isUndone = await this.giveBack(upload, claim);
      if (upload === null) return { store: 'not_needed', session: 'done', database: 'not_needed' };
      // Committed after all, and only the answer was lost: the file is a video, and nobody may touch it.
      if (!isUndone) return { store: 'not_needed', session: 'not_needed', database: 'not_needed' };
      const store = hasWritten ? await this.removeBytes(upload.stagingKey) : 'not_needed';
      return { store, session: 'done', database: 'done' };
    } catch {
      // Postgres is away, and nobody knows what was committed: the next body withdraws what was not, or the worker does.
      const pending = upload === null ? 'not_needed' : 'pending';
      return { store: hasWritten ? 'pending' : 'not_needed', session: 'pending', database: pending };
    }
  }

  /** False when the upload has become a video. */
  private giveBack(upload: Attempt['upload'], claim: BodyClaim): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const videoId = upload?.videoId ?? (await this.openedUnheard(claim));
      const withdrawal = videoId === null ? 'done before' : await this.withdrawUpload.execute(videoId);
      if (withdrawal === 'done') this.metrics.failures.inc();
      await this.sessions.endBody(claim);
      return withdrawal !== 'too late';
    });
  }

  /** What was opened by a transaction whose answer was lost. */
  private async openedUnheard({ id, attempt }: BodyClaim): Promise<VideoId | null> {
    const session = await this.sessions.find(id);
    return session?.attempt === attempt ? session.videoId : null;
  }

  /** Its row stays condemned until the worker, finding nothing there, says that it is gone. */
  private async removeBytes(stagingKey: string): Promise<CleanupOutcome> {
    try {
      return (await this.store.delete([stagingKey])).length === 0 ? 'done' : 'pending';
    } catch {
      return 'pending';
    }
  }
}
