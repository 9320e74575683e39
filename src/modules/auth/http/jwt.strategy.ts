import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import type { Request } from 'express';
import { Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { Clock } from '#kernel/clock';
import { asId, isId } from '#kernel/id';
import { Unauthenticated } from '#platform/http/http.errors';
import { KeyRing } from '#platform/secrets/key-ring';
import { ACCESS_TOKEN_SECONDS } from '../domain/session';
import type { SessionOwner } from '../ports/session-repository';
import { ACCESS_TOKEN, keyIdOf } from '../tokens/access-token-format';
import { VerifiedTokens } from '../tokens/verified-tokens';
import { bearerTokenOf } from './bearer-token';

/** How far ahead the clock of the process that issued a token may be. */
const CLOCK_SKEW_SECONDS = 30;

interface AccessTokenClaims {
  readonly sub?: unknown;
  readonly sid?: unknown;
  readonly jti?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

/** What a token alone can tell: whose it is. Whether its session still lives is asked with every request. */
@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    keys: KeyRing,
    private readonly verified: VerifiedTokens,
    private readonly clock: Clock,
  ) {
    super({
      jwtFromRequest: bearerTokenOf,
      secretOrKeyProvider: keyProvider(keys),
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      passReqToCallback: true,
    });
  }

  validate(request: Request, claims: AccessTokenClaims): SessionOwner {
    const { sub, sid, jti } = claims;
    const expiresAt = expiryOf(claims, this.clock.now());
    if (expiresAt === null || !isId(sub) || !isId(sid) || !isId(jti)) throw Unauthenticated();
    const owner = { userId: asId<'user'>(sub), sessionId: asId<'session'>(sid) };
    const token = bearerTokenOf(request);
    if (token !== null) this.verified.remember(token, owner, expiresAt);
    return owner;
  }
}

/** The library checks `exp` only if it is there, any year will do, and it never looks at `iat`. Null: not a lifetime of ours. */
function expiryOf({ iat, exp }: AccessTokenClaims, now: Date): Date | null {
  if (typeof iat !== 'number' || typeof exp !== 'number') return null;
  const isOfThePast = iat <= now.getTime() / 1000 + CLOCK_SKEW_SECONDS;
  return isOfThePast && exp > iat && exp - iat <= ACCESS_TOKEN_SECONDS ? new Date(exp * 1000) : null;
}

function keyProvider(keys: KeyRing): SecretOrKeyProvider {
  return (_request, token: unknown, done) => {
    const id = typeof token === 'string' ? keyIdOf(token) : null;
    const named = id === null ? undefined : keys.find(ACCESS_TOKEN.keyPurpose, id);
    // The types know strings and buffers only; the JWT library below takes a KeyObject, and is far faster with one.
    if (named === undefined) done(Unauthenticated());
    else done(null, named.key as unknown as Buffer);
  };
}
