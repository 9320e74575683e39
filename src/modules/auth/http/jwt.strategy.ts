import { Injectable } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy, type SecretOrKeyProvider } from 'passport-jwt';
import { EVERY_SCOPE, type SignedInUser } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { asId, isId } from '#kernel/id';
import { Unauthenticated } from '#platform/http/http.errors';
import { originOf, type FramegateRequest } from '#platform/http/server/framegate-request';
import { KeyRing } from '#platform/secrets/key-ring';
import { ACCESS_TOKEN_SECONDS } from '../domain/session';
import { LiveSessions } from '../ports/live-sessions';
import { ACCESS_TOKEN, keyIdOf } from '../tokens/access-token-format';

/** How far ahead the clock of the process that issued a token may be. */
const CLOCK_SKEW_SECONDS = 30;

interface AccessTokenClaims {
  readonly sub?: unknown;
  readonly sid?: unknown;
  readonly jti?: unknown;
  readonly iat?: unknown;
  readonly exp?: unknown;
}

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy, 'jwt') {
  constructor(
    keys: KeyRing,
    private readonly sessions: LiveSessions,
    private readonly clock: Clock,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: keyProvider(keys),
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
      passReqToCallback: true,
    });
  }

  async validate(request: FramegateRequest, claims: AccessTokenClaims): Promise<SignedInUser> {
    const { sid, jti } = claims;
    if (!hasOurLifetime(claims, this.clock.now()) || !isId(sid) || !isId(jti)) throw Unauthenticated();
    const identity = await this.sessions.identify(asId(sid));
    if (identity === null || identity.userId !== claims.sub) {
      throw Unauthenticated('The session has ended; log in again.');
    }
    return { kind: 'user', ...identity, scopes: EVERY_SCOPE, origin: originOf(request) };
  }
}

/** The library checks `exp` only if it is there, any year will do, and it never looks at `iat`. */
function hasOurLifetime({ iat, exp }: AccessTokenClaims, now: Date): boolean {
  if (typeof iat !== 'number' || typeof exp !== 'number') return false;
  const isOfThePast = iat <= now.getTime() / 1000 + CLOCK_SKEW_SECONDS;
  return isOfThePast && exp > iat && exp - iat <= ACCESS_TOKEN_SECONDS;
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
