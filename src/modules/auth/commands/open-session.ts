import { Injectable } from '@nestjs/common';
import type { Origin } from '#kernel/actor';
import { newId, type SessionId, type UserId } from '#kernel/id';
import { AccessTokens } from '../ports/access-tokens';
import { SessionRepository } from '../ports/session-repository';
import { InvalidCredentials } from '../domain/auth.errors';
import { ACCESS_TOKEN_SECONDS, hashOfRefreshToken, newRefreshToken } from '../domain/session';

/** What a caller gets to act with. */
export interface SessionGrant {
  readonly userId: UserId;
  readonly sessionId: SessionId;
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly expiresInSeconds: number;
}

/** Makes sessions and the pairs of tokens that belong to them. Runs within the unit of work of its caller. */
@Injectable()
export class OpenSession {
  constructor(
    private readonly sessions: SessionRepository,
    private readonly accessTokens: AccessTokens,
  ) {}

  async execute(userId: UserId, origin: Origin): Promise<SessionGrant> {
    const sessionId = newId<'session'>();
    if (!(await this.sessions.open({ sessionId, userId, address: origin.address })))
      throw InvalidCredentials();
    return this.grant(sessionId, userId);
  }

  async grant(sessionId: SessionId, userId: UserId): Promise<SessionGrant> {
    const refreshToken = newRefreshToken();
    await this.sessions.addRefreshToken(sessionId, hashOfRefreshToken(refreshToken));
    const accessToken = await this.accessTokens.issue({ sessionId, userId });
    return { userId, sessionId, accessToken, refreshToken, expiresInSeconds: ACCESS_TOKEN_SECONDS };
  }
}
