import { createHmac, randomUUID, type KeyObject } from 'node:crypto';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { KeyRing, type NamedKey } from '#platform/secrets/key-ring';
import { ACCESS_TOKEN_SECONDS } from '../../src/modules/auth/domain/session';
import { ACCESS_TOKEN } from '../../src/modules/auth/tokens/access-token-format';
import type { Variables } from './built-process';

export interface Claims {
  readonly [name: string]: unknown;
  readonly iat: number;
  readonly exp: number;
}

/** What a forger changes about a good token; `undefined` takes a member away. */
export interface Forgery {
  readonly header?: Readonly<Record<string, unknown>>;
  readonly claims?: (claims: Claims) => Readonly<Record<string, unknown>>;
  /** Signs with another key than that of the service. */
  readonly key?: KeyObject | Buffer;
  /** Signs with another hash than the header says. */
  readonly hash?: 'sha256' | 'sha384' | 'sha512';
}

/** The key that a process with these variables signs access tokens with. */
export function signingKey(variables: Variables): NamedKey {
  const runtime = parseConfiguration([RuntimeConfig], variables).get(RuntimeConfig) as RuntimeConfig;
  return new KeyRing(runtime).current('access tokens');
}

/** A token like the given one, altered, and signed with the key of the service unless another is given. */
export function forgeAccessToken(variables: Variables, token: string, forgery: Forgery = {}): string {
  const [header = '', payload = ''] = token.split('.');
  const claims = readPart(payload) as Claims;
  const forgedHeader = encodePart({ ...readPart(header), ...forgery.header });
  const forgedPayload = encodePart({ ...claims, ...forgery.claims?.(claims) });
  const key = forgery.key ?? signingKey(variables).key;
  return signed(`${forgedHeader}.${forgedPayload}`, key, forgery.hash ?? 'sha256');
}

/** A good token for a session of the database, for users who cannot log in at that moment. */
export function accessTokenFor(variables: Variables, owner: { userId: string; sessionId: string }): string {
  const { id, key } = signingKey(variables);
  const now = Math.floor(Date.now() / 1_000);
  const header = encodePart({ alg: ACCESS_TOKEN.algorithm, typ: ACCESS_TOKEN.type, kid: id });
  const payload = encodePart({
    sid: owner.sessionId,
    sub: owner.userId,
    jti: randomUUID(),
    iss: ACCESS_TOKEN.issuer,
    aud: ACCESS_TOKEN.audience,
    iat: now,
    exp: now + ACCESS_TOKEN_SECONDS,
  });
  return signed(`${header}.${payload}`, key);
}

export function signed(text: string, key: KeyObject | Buffer, hash = 'sha256'): string {
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

export function readPart(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;
}

export function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
