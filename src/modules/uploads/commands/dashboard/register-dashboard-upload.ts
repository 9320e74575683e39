import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { PatientRecord } from '#modules/processing';
import { DashboardSessionNotFound } from '../../domain/upload.errors';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';
import type { OpenedUpload } from '../open-upload';
import { RegisterUpload } from '../register-upload';
import type { HeldDashboardSession } from './hold-dashboard-session';
import { patience } from './patience';
import type { TakenFile } from './take-file';

export interface Registration {
  readonly actor: SignedInUser;
  readonly held: HeldDashboardSession;
  readonly opened: OpenedUpload;
  readonly taken: TakenFile;
}

/** The upload is registered and its session used up at once: were it not, a retry would bring the same file twice. */
@Injectable()
export class RegisterDashboardUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly register: RegisterUpload,
    private readonly sessions: DashboardSessionRepository,
    private readonly patient: PatientRecord,
  ) {}

  /** The bytes have come: a record that is away for a moment is no reason to send them again. */
  execute(registration: Registration, signal: AbortSignal): Promise<void> {
    return this.patient.tell(() => this.tell(registration), patience(signal));
  }

  /** Said again when its answer was lost, it counts once. */
  private async tell(registration: Registration): Promise<void> {
    if (await this.isDone(registration)) return;
    const { actor, held, opened, taken } = registration;
    const { arrived, metadata } = taken;
    await this.unitOfWork.run(async () => {
      const isMine =
        (await this.register.execute(actor, { session: opened.session, said: {}, arrived })) &&
        (await this.sessions.use(held.claim, metadata));
      // Cancelled meanwhile, or taken for dead.
      if (!isMine) throw DashboardSessionNotFound();
    });
  }

  private async isDone({ held, opened }: Registration): Promise<boolean> {
    const session = await this.sessions.find(held.claim.id);
    return session?.state === 'used' && session.videoId === opened.session.videoId;
  }
}
