import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import path from 'node:path';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ObjectStore } from '#modules/storage';

/** Nothing that is done with a source may change it: what comes later reads it, too. */
const FOR_READING = 0o400;

export interface Fetched {
  /** Named by us: no name of a user's ever reaches a program. */
  readonly file: string;
  readonly sha256: string;
}

/** Brings an object to this machine's disk, and hashes every byte on its way. */
export async function fetchObject(
  store: ObjectStore,
  source: { readonly key: string; readonly etag: string; readonly folder: string },
  signal: AbortSignal,
): Promise<Fetched> {
  const file = path.join(source.folder, 'source');
  const hash = createHash('sha256');
  const hashing = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      hash.update(chunk);
      next(null, chunk);
    },
  });
  const bytes = await store.read(source.key, { ifMatch: source.etag, signal });
  await pipeline(bytes, hashing, createWriteStream(file, { mode: FOR_READING }), { signal });
  return { file, sha256: hash.digest('hex') };
}
