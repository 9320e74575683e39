import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { newId } from '#kernel/id';
import { KeyRing } from '#platform/secrets/key-ring';
import { ACCESS_TOKEN_SECONDS } from '../domain/session';
import { AccessTokens } from '../ports/access-tokens';
import type { SessionOwner } from '../ports/session-repository';
import { ACCESS_TOKEN } from './access-token-format';

@Injectable()
export class JwtAccessTokens extends AccessTokens {
  constructor(
    private readonly jwt: JwtService,
    private readonly keys: KeyRing,
  ) {
    super();
  }

  issue({ sessionId, userId }: SessionOwner): Promise<string> {
    const { id } = this.keys.current(ACCESS_TOKEN.keyPurpose);
    return this.jwt.signAsync(
      { sid: sessionId },
      {
        algorithm: ACCESS_TOKEN.algorithm,
        header: { alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type, kid: id },
        issuer: ACCESS_TOKEN.issuer,
        audience: ACCESS_TOKEN.audience,
        subject: userId,
        jwtid: newId(),
        expiresIn: ACCESS_TOKEN_SECONDS,
      },
    );
  }
}
