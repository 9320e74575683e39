import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { DashboardSessionNotFound } from '../../domain/upload.errors';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';
import type { OpenedUpload } from '../open-upload';
import { RegisterUpload } from '../register-upload';
import type { HeldDashboardSession } from './hold-dashboard-session';
import type { TakenFile } from './take-file';

/** The upload is registered and its session used up at once: were it not, a retry would bring the same file twice. */
@Injectable()
export class RegisterDashboardUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: RegisterUpload,
    private readonly sessions: DashboardSessionRepository,
  ) {}

  execute(
    actor: SignedInUser,
    { claim }: HeldDashboardSession,
    { session }: OpenedUpload,
    { arrived, metadata }: TakenFile,
  ): Promise<void> {
    return this.unitOfWork.run(async () => {
      const isMine =
        (await this.register.execute(actor, { session, said: {}, arrived })) &&
        (await this.sessions.use(claim, metadata));
      // Cancelled meanwhile, or taken for dead.
      if (!isMine) throw DashboardSessionNotFound();
    });
  }
}
