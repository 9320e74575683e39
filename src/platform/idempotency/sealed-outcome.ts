import { createCipheriv, createDecipheriv, createHash, hkdfSync, randomBytes } from 'node:crypto';
import { deserialize, serialize } from 'node:v8';
import type { IdempotencyScope } from './idempotency-scope';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Only this hash is stored, so that the table alone opens nothing. */
export function keyHash({ principal, operation, key }: IdempotencyScope): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([principal, operation, key]))
    .digest();
}

/** Outcomes can hold what is shown once (a new API key): they are readable only with the caller's Idempotency-Key. */
export function seal(scope: IdempotencyScope, outcome: unknown): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, encryptionKey(scope), nonce);
  const body = Buffer.concat([cipher.update(serialize(outcome)), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]);
}

export function open(scope: IdempotencyScope, sealed: Buffer): unknown {
  const nonce = sealed.subarray(0, NONCE_BYTES);
  const tag = sealed.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv(CIPHER, encryptionKey(scope), nonce);
  decipher.setAuthTag(tag);
  return deserialize(
    Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]),
  );
}

function encryptionKey({ principal, operation, key }: IdempotencyScope): Buffer {
  return Buffer.from(
    hkdfSync('sha256', key, JSON.stringify([principal, operation]), 'framegate idempotent outcome', 32),
  );
}
