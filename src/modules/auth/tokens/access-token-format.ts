/** Everything about an access token that a forger would like to choose, chosen here. */
export const ACCESS_TOKEN = {
  /** The one algorithm: what a token says about itself is compared with it, never believed. */
  algorithm: 'HS256',
  /** RFC 9068: tells an access token from every other thing that we sign. */
  type: 'at+jwt',
  issuer: 'framegate',
  audience: 'framegate-api',
  keyPurpose: 'access tokens',
} as const;

const LONGEST_TOKEN = 4096;
const KEY_ID = /^[A-Za-z0-9_-]{12}$/;

/**
 * The key id of a token that looks exactly like ours, else null: canonical base64url in three parts, our type and
 * algorithm, and no header member that we do not write (`jwk`, `jku`, `x5u` bring keys of a stranger's choice).
 */
export function keyIdOf(token: string): string | null {
  if (token.length > LONGEST_TOKEN) return null;
  const parts = token.split('.');
  const [header = ''] = parts;
  if (parts.length !== 3 || !parts.every(isCanonicalBase64url)) return null;
  return keyIdOfHeader(Buffer.from(header, 'base64url').toString());
}

/** Another spelling of the same bytes would get past whatever compares tokens as text. */
function isCanonicalBase64url(part: string): boolean {
  return part !== '' && Buffer.from(part, 'base64url').toString('base64url') === part;
}

function keyIdOfHeader(json: string): string | null {
  try {
    const { alg, typ, kid, ...others } = JSON.parse(json) as Record<string, unknown>;
    if (alg !== ACCESS_TOKEN.algorithm || typ !== ACCESS_TOKEN.type || Object.keys(others).length > 0)
      return null;
    return typeof kid === 'string' && KEY_ID.test(kid) ? kid : null;
  } catch {
    return null;
  }
}
