import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { newId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaLedger } from '#modules/quota';
import type { DashboardSessionId } from '../../domain/dashboard-session';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';

export interface OpenDashboardSessionInput {
  readonly actor: SignedInUser;
  readonly recordedAt: Date | null;
}

export interface OpenedDashboardSession {
  readonly id: DashboardSessionId;
  readonly expiresAt: Date;
  /** Uploads left this month; null is no limit. */
  readonly uploadsLeft: number | null;
}

/** Reserves nothing: what will come, if anything, is not known yet. */
@Injectable()
export class OpenDashboardSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: DashboardSessionRepository,
    private readonly quota: QuotaLedger,
  ) {}

  execute({
    actor: { userId: ownerId },
    recordedAt,
  }: OpenDashboardSessionInput): Promise<OpenedDashboardSession> {
    return this.unitOfWork.run(async () => {
      const { remaining: uploadsLeft } = await this.quota.requireUpload(ownerId);
      const id: DashboardSessionId = newId();
      return { id, expiresAt: await this.sessions.open({ id, ownerId, recordedAt }), uploadsLeft };
    });
  }
}
