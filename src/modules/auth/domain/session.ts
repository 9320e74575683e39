import { createHash, randomBytes } from 'node:crypto';

export const ACCESS_TOKEN_SECONDS = 15 * 60;
/** A session ends then whatever happens. */
export const SESSION_SECONDS = 30 * 24 * 3600;
/** A refresh token that is not used for so long is no good any more. */
export const REFRESH_IDLE_SECONDS = 7 * 24 * 3600;
/** Tabs of one browser refresh at the same moment; later than this, a used token means that it was stolen. */
export const REUSE_GRACE_SECONDS = 10;

const REFRESH_TOKEN_PREFIX = 'fgr_';

/** Opaque, 256 bits; the prefix lets secret scanners know it. */
export function newRefreshToken(): string {
  return REFRESH_TOKEN_PREFIX + randomBytes(32).toString('base64url');
}

/** A token of this entropy needs no slow hash. */
export function hashOfRefreshToken(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
