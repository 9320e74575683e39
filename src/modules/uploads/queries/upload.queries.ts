import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import { statusOf, type DashboardSessionId, type DashboardStatus } from '../domain/dashboard-session';
import { DashboardSessionRepository } from '../ports/dashboard-session-repository';

@Injectable()
export class UploadQueries {
  constructor(private readonly sessions: DashboardSessionRepository) {}

  async dashboardStatus({ userId }: SignedInUser, id: DashboardSessionId): Promise<DashboardStatus> {
    return statusOf(await this.sessions.find(id), userId);
  }
}
