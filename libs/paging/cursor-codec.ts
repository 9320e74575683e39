import { createHmac, timingSafeEqual, type KeyObject } from 'node:crypto';

/** The values of the sort columns in the last row that was shown. */
export type CursorKey = readonly (string | number | null)[];

const TAG_BYTES = 16;

/** Signed, so that nobody can page by a key that no list ever gave out; bound to its list, so that it fits no other. */
export class CursorCodec {
  /** The first key signs, all verify. */
  constructor(private readonly keys: readonly KeyObject[]) {}

  write(list: string, key: CursorKey): string {
    const [signing] = this.keys;
    if (signing === undefined) throw new Error('a cursor needs a key');
    const body = Buffer.from(JSON.stringify(key));
    return Buffer.concat([tag(signing, list, body), body]).toString('base64url');
  }

  read(list: string, text: string): CursorKey | null {
    const bytes = Buffer.from(text, 'base64url');
    if (bytes.length <= TAG_BYTES || bytes.toString('base64url') !== text) return null;
    const given = bytes.subarray(0, TAG_BYTES);
    const body = bytes.subarray(TAG_BYTES);
    const isOurs = this.keys.some((key) => timingSafeEqual(given, tag(key, list, body)));
    return isOurs ? (JSON.parse(body.toString()) as CursorKey) : null;
  }
}

function tag(key: KeyObject, list: string, body: Buffer): Buffer {
  return createHmac('sha256', key).update(`${list}\n`).update(body).digest().subarray(0, TAG_BYTES);
}
