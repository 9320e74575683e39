import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { newId } from '#kernel/id';
import type { Place } from '#kernel/place';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaLedger } from '#modules/quota';
import { ChoosePlace } from '#modules/sites';
import type { DashboardSessionId } from '../../domain/dashboard-session';
import { DashboardSessionRepository } from '../../ports/dashboard-session-repository';

export interface OpenDashboardSessionInput {
  readonly actor: SignedInUser;
  readonly recordedAt: Date | null;
  readonly place: Place;
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
    private readonly choosePlace: ChoosePlace,
  ) {}

  execute({ actor, recordedAt, place: wanted }: OpenDashboardSessionInput): Promise<OpenedDashboardSession> {
    const ownerId = actor.userId;
    return this.unitOfWork.run(async () => {
      const place = await this.choosePlace.execute(actor, wanted);
      const { remaining: uploadsLeft } = await this.quota.requireUpload(ownerId);
      const id: DashboardSessionId = newId();
      return { id, expiresAt: await this.sessions.open({ id, ownerId, place, recordedAt }), uploadsLeft };
    });
  }
}
