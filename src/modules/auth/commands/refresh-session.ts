import { Injectable } from '@nestjs/common';
import type { Origin } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { hashOfRefreshToken } from '../domain/session';
import { RefreshTokenInvalid } from '../domain/auth.errors';
import { SessionRepository } from '../ports/session-repository';
import { EndSessions } from './end-sessions';
import { OpenSession, type SessionGrant } from './open-session';

export interface RefreshSessionInput {
  readonly refreshToken: string;
  readonly origin: Origin;
}

/** Each refresh token is good once. One that comes again later was copied: the whole session ends for whoever holds it. */
@Injectable()
export class RefreshSession {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly sessions: SessionRepository,
    private readonly endSessions: EndSessions,
    private readonly openSession: OpenSession,
  ) {}

  async execute({ refreshToken, origin }: RefreshSessionInput): Promise<SessionGrant> {
    const grant = await this.unitOfWork.run(() => this.rotate(hashOfRefreshToken(refreshToken), origin));
    // Thrown out here, since a throw inside would undo the revocation.
    if (grant === null) throw RefreshTokenInvalid();
    return grant;
  }

  private async rotate(hash: Buffer, origin: Origin): Promise<SessionGrant | null> {
    const spent = await this.sessions.spend(hash);
    if (spent.outcome === 'refused') return null;
    if (spent.outcome !== 'reused') return this.openSession.grant(spent.sessionId, spent.userId);
    await this.endSessions.one({ kind: 'visitor', origin }, spent, 'reuse');
    return null;
  }
}
