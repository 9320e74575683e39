import { createHash, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { RuntimeConfig } from '../config/runtime.config';
import type { Secret } from '../config/secret';

/** One key for one purpose, with a name that changes when the secret behind it does. */
export interface NamedKey {
  readonly id: string;
  /** A KeyObject, never a string: the JWT library is fifty times slower when it is handed a string. */
  readonly key: KeyObject;
}

/** Keys derived from SECRET_KEY, one a purpose; those of SECRET_KEY_PREVIOUS still verify, so that it can be rotated. */
@Injectable()
export class KeyRing {
  private readonly derived = new Map<string, readonly NamedKey[]>();

  constructor(private readonly config: RuntimeConfig) {}

  /** The key to sign with. */
  current(purpose: string): NamedKey {
    const [key] = this.all(purpose);
    if (key === undefined) throw new Error('SECRET_KEY gave no key');
    return key;
  }

  /** The keys to verify with, newest first. */
  all(purpose: string): readonly NamedKey[] {
    const known = this.derived.get(purpose);
    if (known !== undefined) return known;
    const secrets = [this.config.secretKey, this.config.previousSecretKey].filter(
      (secret) => secret !== null,
    );
    const keys = secrets.map((secret) => derive(secret, purpose));
    this.derived.set(purpose, keys);
    return keys;
  }

  find(purpose: string, id: string): NamedKey | undefined {
    return this.all(purpose).find((key) => key.id === id);
  }
}

function derive(secret: Secret, purpose: string): NamedKey {
  const bytes = Buffer.from(hkdfSync('sha256', secret.reveal(), 'framegate', purpose, 32));
  const id = createHash('sha256').update('key id').update(bytes).digest('base64url').slice(0, 12);
  return { id, key: createSecretKey(bytes) };
}
