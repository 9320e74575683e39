import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { storageKey, type MultipartTransfers, type ObjectStore } from '#modules/storage';
import { newId } from '#kernel/id';

export interface StoreUnderTest {
  readonly store: ObjectStore;
  readonly multipart: MultipartTransfers;
  /** Puts bytes where a client with a signed link would. Answers the ETag that the client was told. */
  readonly putPart: (part: PartToPut) => Promise<string>;
}

interface PartToPut {
  readonly key: string;
  readonly uploadId: string;
  readonly partNumber: number;
  readonly bytes: Buffer;
}

const TYPE = 'video/mp4';
const MIB = 1024 * 1024;

/** What every driver promises, in the words of the ports. */
export function itKeepsObjects(given: () => StoreUnderTest): void {
  const store = () => given().store;
  const freshKey = () => storageKey('contract', newId(), 'object.mp4');
  const write = (key: string, bytes: Buffer, options: { maxBytes?: number; expectedBytes?: number } = {}) =>
    store().write(key, Readable.from(bytes, { objectMode: false }), {
      contentType: TYPE,
      maxBytes: bytes.length,
      ...options,
    });
  const read = async (key: string, options = {}) => buffer(await store().read(key, options));

  describe('objects', () => {
    it('gives back what it was given, with its size and its ETag', async () => {
      const key = freshKey();
      const bytes = randomBytes(300_000);
      const written = await write(key, bytes);
      expect(written).toMatchObject({ key, sizeBytes: bytes.length });
      expect(await store().head(key)).toEqual(written);
      expect(digest(await read(key))).toBe(digest(bytes));
    });

    it('knows nothing of a key that was never written', async () => {
      expect(await store().head(freshKey())).toBeNull();
      await expect(read(freshKey())).rejects.toMatchObject({ code: 'OBJECT_NOT_FOUND' });
    });

    it('keeps an object without a single byte', async () => {
      const key = freshKey();
      expect(await write(key, Buffer.alloc(0))).toMatchObject({ sizeBytes: 0 });
      expect(await read(key)).toHaveLength(0);
    });

    it('reads the range that was asked for, both ends included', async () => {
      const key = freshKey();
      await write(key, Buffer.from('0123456789'));
      expect((await read(key, { range: { start: 2, end: 5 } })).toString()).toBe('2345');
      expect((await read(key, { range: { start: 9, end: 9 } })).toString()).toBe('9');
    });

    it('reads only the version that was asked for', async () => {
      const key = freshKey();
      const first = await write(key, Buffer.from('the first'));
      const second = await write(key, Buffer.from('the second'));
      expect(second.etag).not.toBe(first.etag);
      expect((await read(key, { ifMatch: second.etag })).toString()).toBe('the second');
      await expect(read(key, { ifMatch: first.etag })).rejects.toMatchObject({ code: 'OBJECT_CHANGED' });
    });

    it('keeps nothing when one byte too many comes', async () => {
      const key = freshKey();
      await expect(write(key, randomBytes(1001), { maxBytes: 1000 })).rejects.toMatchObject({
        code: 'TOO_MANY_BYTES',
      });
      expect(await store().head(key)).toBeNull();
    });

    it('keeps nothing when fewer bytes come than announced', async () => {
      const key = freshKey();
      const writing = write(key, randomBytes(999), { maxBytes: 1000, expectedBytes: 1000 });
      await expect(writing).rejects.toMatchObject({ code: 'BYTES_MISSING' });
      expect(await store().head(key)).toBeNull();
    });

    it('keeps nothing when the source breaks off', async () => {
      const key = freshKey();
      const breaking = Readable.from(halfThenFail(), { objectMode: false });
      const writing = store().write(key, breaking, { contentType: TYPE, maxBytes: 20 * MIB });
      await expect(writing).rejects.toThrow('the client went away');
      expect(await store().head(key)).toBeNull();
    });

    it('keeps nothing when it is told to stop', async () => {
      const key = freshKey();
      const stop = new AbortController();
      const endless = new Readable({ read: () => undefined });
      endless.push(randomBytes(MIB));
      const writing = store().write(key, endless, {
        contentType: TYPE,
        maxBytes: 20 * MIB,
        signal: stop.signal,
      });
      setImmediate(() => stop.abort());
      await expect(writing).rejects.toThrow();
      endless.destroy();
      expect(await store().head(key)).toBeNull();
    });

    it('leaves what was there when a later write fails', async () => {
      const key = freshKey();
      const before = await write(key, Buffer.from('what was there'));
      await expect(write(key, randomBytes(100), { maxBytes: 10 })).rejects.toThrow();
      expect(await store().head(key)).toEqual(before);
    });

    it('copies the version that was named, and no other', async () => {
      const [from, to] = [freshKey(), freshKey()];
      const bytes = randomBytes(10_000);
      const written = await write(from, bytes);
      const copied = await store().copy(from, to, { ifMatch: written.etag });
      expect(copied).toMatchObject({ key: to, sizeBytes: bytes.length });
      expect(await store().head(to)).toEqual(copied);
      await write(from, randomBytes(10));
      expect(digest(await read(to))).toBe(digest(bytes));
      await expect(store().copy(from, freshKey(), { ifMatch: written.etag })).rejects.toMatchObject({
        code: 'OBJECT_CHANGED',
      });
      await expect(store().copy(freshKey(), to, { ifMatch: written.etag })).rejects.toMatchObject({
        code: 'OBJECT_NOT_FOUND',
      });
    });

    it('copies again after a crash as if it were the first time', async () => {
      const [from, to] = [freshKey(), freshKey()];
      const { etag } = await write(from, Buffer.from('twice'));
      await store().copy(from, to, { ifMatch: etag });
      expect(await store().copy(from, to, { ifMatch: etag })).toMatchObject({ sizeBytes: 5 });
    });

    it('deletes what is there and calls what is not there deleted', async () => {
      const [there, away] = [freshKey(), freshKey()];
      await write(there, Buffer.from('x'));
      expect(await store().delete([there, away])).toEqual([]);
      expect(await store().delete([there])).toEqual([]);
      expect(await store().head(there)).toBeNull();
    });

    it('lists what begins with a prefix, and nothing else', async () => {
      const folder = storageKey('contract', newId());
      const keys = ['a/one.ts', 'a/two.ts', 'ab.ts'].map((name) => `${folder}/${name}`);
      for (const key of keys) await write(key, Buffer.from('12345'));
      const listed = async (prefix: string) => {
        const found: { key: string; sizeBytes: number }[] = [];
        for await (const { key, sizeBytes } of store().list(prefix)) found.push({ key, sizeBytes });
        return found.sort((one, other) => (one.key < other.key ? -1 : 1));
      };
      const shown = keys.map((key) => ({ key, sizeBytes: 5 }));
      expect(await listed(`${folder}/`)).toEqual(shown);
      expect(await listed(`${folder}/a/`)).toEqual(shown.slice(0, 2));
      expect(await listed(`${folder}/a/t`)).toEqual(shown.slice(1, 2));
      expect(await listed(`${folder}/nothing`)).toEqual([]);
    });

    it('lists an object with the time at which it was written', async () => {
      const key = freshKey();
      await write(key, Buffer.from('x'));
      for await (const { modifiedAt } of store().list(key))
        expect(Math.abs(Date.now() - modifiedAt.getTime())).toBeLessThan(60_000);
    });
  });

  itJoinsParts(given, read, freshKey);
}

function itJoinsParts(
  given: () => StoreUnderTest,
  read: (key: string) => Promise<Buffer>,
  freshKey: () => string,
): void {
  const { multipart, put } = {
    multipart: () => given().multipart,
    put: (part: PartToPut) => given().putPart(part),
  };
  const large = randomBytes(5 * MIB);
  const small = randomBytes(1_000);
  const begin = () => multipart().begin({ key: freshKey(), contentType: TYPE });

  describe('multipart uploads', () => {
    it('make one object of the parts that were named', async () => {
      const upload = await begin();
      const second = await put({ ...upload, partNumber: 2, bytes: small });
      const first = await put({ ...upload, partNumber: 1, bytes: large });
      const parts = [
        { partNumber: 1, etag: first },
        { partNumber: 2, etag: second },
      ];
      const facts = await multipart().complete(upload, parts);
      expect(facts).toMatchObject({ key: upload.key, sizeBytes: large.length + small.length });
      expect(await given().store.head(upload.key)).toEqual(facts);
      expect(digest(await read(upload.key))).toBe(digest(Buffer.concat([large, small])));
    });

    it('tell which parts have arrived', async () => {
      const upload = await begin();
      expect(await multipart().listParts(upload)).toEqual([]);
      await put({ ...upload, partNumber: 3, bytes: randomBytes(10) });
      const etag = await put({ ...upload, partNumber: 3, bytes: small });
      const [part, ...others] = await multipart().listParts(upload);
      expect(part).toEqual({ partNumber: 3, etag: etag.replaceAll('"', ''), sizeBytes: small.length });
      expect(others).toEqual([]);
      await multipart().abort(upload);
    });

    it('are not completed by a part that is missing, wrong, out of order or too small', async () => {
      const upload = await begin();
      const one = { partNumber: 1, etag: await put({ ...upload, partNumber: 1, bytes: small }) };
      const two = { partNumber: 2, etag: await put({ ...upload, partNumber: 2, bytes: randomBytes(1_000) }) };
      const mismatch = { code: 'PART_MISMATCH' };
      const complete = (...parts: { partNumber: number; etag: string }[]) =>
        multipart().complete(upload, parts);
      await expect(complete()).rejects.toMatchObject(mismatch);
      await expect(complete(one, { partNumber: 3, etag: two.etag })).rejects.toMatchObject(mismatch);
      await expect(complete({ partNumber: 1, etag: two.etag })).rejects.toMatchObject(mismatch);
      await expect(complete({ partNumber: 1, etag: 'd41d8cd98f00b204' })).rejects.toMatchObject(mismatch);
      await expect(complete(two, one)).rejects.toMatchObject(mismatch);
      await expect(complete(one, one)).rejects.toMatchObject(mismatch);
      await expect(complete(one, two)).rejects.toMatchObject({ code: 'PART_TOO_SMALL' });
      expect(await given().store.head(upload.key)).toBeNull();
      expect(await complete(one)).toMatchObject({ sizeBytes: small.length });
    });

    it('are not there under another key, and completing them twice makes nothing else of them', async () => {
      const upload = await begin();
      const parts = [{ partNumber: 1, etag: await put({ ...upload, partNumber: 1, bytes: small }) }];
      const other = multipart().complete({ ...upload, key: freshKey() }, parts);
      await expect(other).rejects.toMatchObject({ code: 'MULTIPART_UPLOAD_NOT_FOUND' });
      const facts = await multipart().complete(upload, parts);
      const again = await multipart()
        .complete(upload, parts)
        .catch((error: unknown) => error);
      if (again instanceof Error) expect(again).toMatchObject({ code: 'MULTIPART_UPLOAD_NOT_FOUND' });
      else expect(again).toEqual(facts);
      expect(await given().store.head(upload.key)).toEqual(facts);
    });

    it('leave nothing when they are aborted, once or twice', async () => {
      const upload = await begin();
      await put({ ...upload, partNumber: 1, bytes: small });
      await multipart().abort(upload);
      await multipart().abort(upload);
      await expect(multipart().listParts(upload)).rejects.toMatchObject({
        code: 'MULTIPART_UPLOAD_NOT_FOUND',
      });
      expect(await given().store.head(upload.key)).toBeNull();
    });

    it('are listed while they are open', async () => {
      const upload = await begin();
      const open = async () => {
        const found: string[] = [];
        for await (const { key, uploadId, startedAt } of multipart().listUploads()) {
          expect(Math.abs(Date.now() - startedAt.getTime())).toBeLessThan(600_000);
          found.push(`${key} ${uploadId}`);
        }
        return found;
      };
      expect(await open()).toContain(`${upload.key} ${upload.uploadId}`);
      await multipart().abort(upload);
      expect(await open()).not.toContain(`${upload.key} ${upload.uploadId}`);
    });
  });
}

// eslint-disable-next-line @typescript-eslint/require-await -- a generator that fails is one that awaits nothing
async function* halfThenFail(): AsyncIterable<Buffer> {
  yield randomBytes(9 * MIB);
  throw new Error('the client went away');
}

function digest(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
