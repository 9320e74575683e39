import { randomBytes } from 'node:crypto';

const HEAD_BYTES = 8;
const REPEATED_BYTES = 1024 * 1024;

/** A film made longer by room that players pass over. */
export function longFilm(clip: Buffer, totalBytes: number): Buffer {
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt32BE(totalBytes - clip.length);
  head.write('free', 4, 'latin1');
  const room = Buffer.alloc(totalBytes - clip.length - HEAD_BYTES, randomBytes(REPEATED_BYTES));
  return Buffer.concat([clip, head, room]);
}
