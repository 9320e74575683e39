import { createHmac, type KeyObject } from 'node:crypto';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { KeyRing, type NamedKey } from '#platform/secrets/key-ring';
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

export function signed(text: string, key: KeyObject | Buffer, hash = 'sha256'): string {
  return `${text}.${createHmac(hash, key).update(text).digest('base64url')}`;
}

export function readPart(part: string): Readonly<Record<string, unknown>> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Readonly<Record<string, unknown>>;
}

export function encodePart(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
