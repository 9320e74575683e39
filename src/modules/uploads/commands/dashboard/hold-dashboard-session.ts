import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import {
  BODY_LEASE_SECONDS,
  type DashboardSession,
  type DashboardSessionId,
} from '../../domain/dashboard-session';
import { BodyUnderWay, DashboardSessionNotFound, NotYourDashboardSession } from '../../domain/upload.errors';
import { DashboardSessionRepository, type BodyClaim } from '../../ports/dashboard-session-repository';
import { WithdrawUpload } from '../withdraw-upload';

/** A session in the hands of this process, for one body. */
export interface HeldDashboardSession {
  readonly session: DashboardSession;
  readonly claim: BodyClaim;
  /** Aborted when the session was cancelled, or taken over by another body. */
  readonly lost: AbortSignal;
  /** How much has arrived, as a fraction. */
  report(fraction: number): void;
  /** Stops renewing the lease. */
  end(): void;
}

const RENEW_EVERY_MS = (BODY_LEASE_SECONDS * 1000) / 4;
/** The last percent is what is done with the file when it has arrived. */
const MOST_PERCENT = 99;

@Injectable()
export class HoldDashboardSession {
  constructor(
    private readonly sessions: DashboardSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  async execute({ userId }: SignedInUser, id: DashboardSessionId): Promise<HeldDashboardSession> {
    const session = await this.sessions.find(id);
    if (session === null) throw DashboardSessionNotFound();
    if (session.ownerId !== userId) throw NotYourDashboardSession();
    const begun = await this.sessions.beginBody(id);
    if (begun === null) return this.refuse(id);
    const held = this.hold(session, begun);
    if (begun.leftVideoId === null) return held;
    try {
      await this.withdrawUpload.execute(begun.leftVideoId);
      return held;
    } catch (error) {
      held.end();
      throw error;
    }
  }

  private async refuse(id: DashboardSessionId): Promise<never> {
    const session = await this.sessions.find(id);
    if (session?.isReceiving !== true) throw DashboardSessionNotFound();
    throw BodyUnderWay(undefined, { retryAfterSeconds: BODY_LEASE_SECONDS });
  }

  private hold(session: DashboardSession, claim: BodyClaim): HeldDashboardSession {
    const controller = new AbortController();
    let percent = 0;
    const renew = async (): Promise<void> => {
      if (!(await this.sessions.renewBody(claim, percent))) controller.abort();
    };
    // Postgres away: the lease may run out, and then the attempt's number decides whose file counts.
    const timer = setInterval(() => void renew().catch(() => undefined), RENEW_EVERY_MS);
    return {
      session,
      claim,
      lost: controller.signal,
      report: (fraction) => {
        percent = Math.min(MOST_PERCENT, Math.max(0, Math.floor(fraction * 100)));
      },
      end: () => clearInterval(timer),
    };
  }
}
