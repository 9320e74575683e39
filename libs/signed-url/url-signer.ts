import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

export interface SigningKey {
  readonly id: string;
  readonly key: KeyObject;
}

export interface SignedLink {
  readonly method: string;
  readonly path: string;
  /** Seconds since 1970. */
  readonly expiresAt: number;
  /** What the link allows beyond method and path. All of it is part of the link and of the signature. */
  readonly claims: Readonly<Record<string, string>>;
}

type Query = Readonly<Record<string, unknown>>;

export class SignedUrlRefused extends Error {
  constructor(readonly reason: 'altered' | 'expired') {
    super(`the signed link is ${reason}`);
    this.name = 'SignedUrlRefused';
  }
}

/** Names that the signature itself needs; claims may not use them. */
const EXPIRES = 'expires';
const KEY_ID = 'kid';
const SIGNATURE = 'sig';
const SIGNATURE_BYTES = 32;

export class UrlSigner {
  /** The first key signs, all verify: a rotation ends no link that is still good. */
  constructor(private readonly keys: readonly SigningKey[]) {}

  sign({ method, path, expiresAt, claims }: SignedLink): Record<string, string> {
    const [signing] = this.keys;
    if (signing === undefined) throw new Error('a signer needs a key');
    const query = { ...claims, [EXPIRES]: String(Math.floor(expiresAt)), [KEY_ID]: signing.id };
    return { ...query, [SIGNATURE]: signatureOf(signing.key, method, path, query).toString('base64url') };
  }

  /** The claims of a link that is ours, whole, and not expired. */
  verify(link: { method: string; path: string; query: Query; now: Date }): Record<string, string> {
    const { [SIGNATURE]: given, ...signed } = flat(link.query);
    const key = this.keys.find(({ id }) => id === signed[KEY_ID]);
    if (given === undefined || key === undefined) throw new SignedUrlRefused('altered');
    if (!matches(given, signatureOf(key.key, link.method, link.path, signed)))
      throw new SignedUrlRefused('altered');
    if (Number(signed[EXPIRES]) * 1000 <= link.now.getTime()) throw new SignedUrlRefused('expired');
    return Object.fromEntries(Object.entries(signed).filter(([name]) => name !== EXPIRES && name !== KEY_ID));
  }
}

/** A member that comes twice is a list: no link of ours has one. */
function flat(query: Query): Record<string, string> {
  for (const value of Object.values(query))
    if (typeof value !== 'string') throw new SignedUrlRefused('altered');
  return { ...query } as Record<string, string>;
}

function signatureOf(
  key: KeyObject,
  method: string,
  path: string,
  query: Readonly<Record<string, string>>,
): Buffer {
  const members = Object.entries(query).sort(([one], [other]) => (one < other ? -1 : 1));
  return createHmac('sha256', key)
    .update(JSON.stringify([method, path, members]))
    .digest();
}

function matches(given: string, expected: Buffer): boolean {
  const bytes = Buffer.from(given, 'base64url');
  const isCanonical = bytes.length === SIGNATURE_BYTES && bytes.toString('base64url') === given;
  return isCanonical && timingSafeEqual(bytes, expected);
}
