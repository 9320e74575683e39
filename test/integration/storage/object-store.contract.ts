import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { storageKey } from '#modules/storage';
import { newId } from '#kernel/id';
import { sha256 } from '../../support/sha256';
import { itJoinsParts, VIDEO, type StoreUnderTest } from './multipart-transfers.contract';

const MIB = 1024 * 1024;

/** What every driver promises, in the words of the ports. */
export function itKeepsObjects(given: () => StoreUnderTest): void {
  const store = () => given().store;
  const freshKey = () => storageKey('contract', newId(), 'object.mp4');
  const write = (key: string, bytes: Buffer, options: { maxBytes?: number; expectedBytes?: number } = {}) =>
    store().write(key, Readable.from(bytes, { objectMode: false }), {
      contentType: VIDEO,
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
      expect(sha256(await read(key))).toBe(sha256(bytes));
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
      const writing = store().write(key, breaking, { contentType: VIDEO, maxBytes: 20 * MIB });
      await expect(writing).rejects.toThrow('the client went away');
      expect(await store().head(key)).toBeNull();
    });

    it('keeps nothing when it is told to stop', async () => {
      const key = freshKey();
      const stop = new AbortController();
      const endless = new Readable({ read: () => undefined });
      endless.push(randomBytes(MIB));
      const writing = store().write(key, endless, {
        contentType: VIDEO,
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
      expect(sha256(await read(to))).toBe(sha256(bytes));
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

// eslint-disable-next-line @typescript-eslint/require-await -- a generator that fails is one that awaits nothing
async function* halfThenFail(): AsyncIterable<Buffer> {
  yield randomBytes(9 * MIB);
  throw new Error('the client went away');
}
