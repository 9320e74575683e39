import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { SystemClock } from '#kernel/clock';
import { newId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageConfig, storageKey } from '#modules/storage';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { Bucket } from '../../../src/modules/storage/drivers/s3/bucket';
import { S3Links } from '../../../src/modules/storage/drivers/s3/s3-links';
import { S3MultipartTransfers } from '../../../src/modules/storage/drivers/s3/s3-multipart-transfers';
import { S3ObjectStore } from '../../../src/modules/storage/drivers/s3/s3-object-store';
import { quietLogger } from '../../support/running-app';
import { describeWithS3, S3Server, type TestBucket } from '../../support/s3-server';
import { put } from '../../support/storage-put';
import { itKeepsObjects } from './object-store.contract';

const MIB = 1024 * 1024;
const VIDEO = 'video/mp4';

/** No database here: nothing is ever inside a transaction. */
class NoTransactions extends UnitOfWork {
  run<T>(work: () => Promise<T>): Promise<T> {
    return work();
  }

  whenOver(work: () => Promise<void>): Promise<void> {
    return work();
  }

  refuseSlowCall(): void {
    // Outside of any.
  }

  isOutOfReach(): boolean {
    return false;
  }
}

describeWithS3('the s3 driver', () => {
  let server: S3Server;
  let bucket: Bucket;
  let store: S3ObjectStore;
  let multipart: S3MultipartTransfers;
  let links: S3Links;
  let testBucket: TestBucket;

  const open = (changes: Readonly<Record<string, string>> = {}) =>
    Bucket.open(configOf({ ...testBucket.settings, ...changes }), quietLogger());

  beforeAll(async () => {
    server = await S3Server.start();
    testBucket = await server.makeBucket();
    bucket = await open();
    const unitOfWork = new NoTransactions();
    store = new S3ObjectStore(bucket, unitOfWork);
    multipart = new S3MultipartTransfers(bucket, store, unitOfWork);
    links = new S3Links(bucket, new SystemClock());
  }, 60_000);

  afterAll(async () => {
    bucket.close();
    await testBucket.remove();
    await server.stop();
  });

  const soon = () => new Date(Date.now() + 600_000);
  const freshKey = () => storageKey('contract', newId(), 'object.mp4');
  const stream = (bytes: Buffer) => Readable.from(bytes, { objectMode: false });

  itKeepsObjects(() => ({
    store,
    multipart,
    putPart: async ({ bytes, ...part }) => {
      const { etag, status } = await put(
        links.signPart({ ...part, sizeBytes: bytes.length, expiresAt: soon() }),
        bytes,
      );
      expect(status).toBe(200);
      return etag;
    },
  }));

  it('sends what it does not know the length of in parts, in constant memory', async () => {
    const key = freshKey();
    const bytes = randomBytes(20 * MIB);
    const facts = await store.write(key, stream(bytes), { contentType: VIDEO, maxBytes: 100 * MIB });
    expect(facts.sizeBytes).toBe(bytes.length);
    expect((await buffer(await store.read(key))).equals(bytes)).toBe(true);
  });

  it('copies in parts what is too large for one call, and only the version that was named', async () => {
    const [from, to] = [freshKey(), freshKey()];
    const bytes = randomBytes(8 * MIB);
    const { etag } = await store.write(from, stream(bytes), { contentType: VIDEO, maxBytes: bytes.length });
    const inParts = new S3ObjectStore(bucket, new NoTransactions(), 5 * MIB);
    expect(await inParts.copy(from, to, { ifMatch: etag })).toMatchObject({ sizeBytes: bytes.length });
    expect((await buffer(await store.read(to))).equals(bytes)).toBe(true);
    await expect(inParts.copy(from, to, { ifMatch: 'another' })).rejects.toMatchObject({
      code: 'OBJECT_CHANGED',
    });
  });

  describe('its links', () => {
    const upload = (key: string, bytes: Buffer) =>
      links.signUpload({ key, contentType: VIDEO, sizeBytes: bytes.length, expiresAt: soon() });

    it('take the upload that they were made for', async () => {
      const [key, bytes] = [freshKey(), randomBytes(1_000)];
      const { url, headers } = upload(key, bytes);
      expect(headers).toEqual({ 'Content-Type': VIDEO });
      const { status, etag } = await put(url, bytes, headers);
      expect(status).toBe(200);
      expect(await store.head(key)).toEqual({ key, sizeBytes: 1_000, etag: etag.replaceAll('"', '') });
    });

    it.each<[string, (url: URL) => void, object]>([
      ['another key', (url) => (url.pathname += 'x'), {}],
      ['a later expiry', (url) => url.searchParams.set('X-Amz-Expires', '604800'), {}],
      ['another signature', (url) => url.searchParams.set('X-Amz-Signature', '0'.repeat(64)), {}],
      ['another type', () => undefined, { 'Content-Type': 'text/html' }],
    ])('take no upload with %s', async (_what, change, changed) => {
      const [key, bytes] = [freshKey(), randomBytes(1_000)];
      const { url, headers } = upload(key, bytes);
      const altered = new URL(url);
      change(altered);
      expect((await put(altered.href, bytes, { ...headers, ...changed })).status).toBe(403);
      expect(await store.head(key)).toBeNull();
    });

    it('take no other length, no other method, and nothing after their end', async () => {
      const [key, bytes] = [freshKey(), randomBytes(1_000)];
      const { url, headers } = upload(key, bytes);
      expect((await put(url, randomBytes(1_001), headers)).status).toBe(403);
      expect((await put(url, randomBytes(999), headers)).status).toBe(403);
      expect((await fetch(url)).status).toBe(403);
      expect((await fetch(url, { method: 'DELETE' })).status).toBe(403);
      const past = { now: () => new Date(Date.now() - 3_600_000) };
      const expired = new S3Links(bucket, past).signUpload({
        key,
        contentType: VIDEO,
        sizeBytes: 1_000,
        expiresAt: new Date(Date.now() - 1_800_000),
      });
      expect((await put(expired.url, bytes, headers)).status).toBe(403);
      expect(await store.head(key)).toBeNull();
    });

    it('of somebody with another secret are worth nothing', async () => {
      const stranger = await open({ AWS_SECRET_ACCESS_KEY: 'not the secret' });
      const key = freshKey();
      const { url, headers } = new S3Links(stranger, new SystemClock()).signUpload({
        key,
        contentType: VIDEO,
        sizeBytes: 3,
        expiresAt: soon(),
      });
      expect((await put(url, Buffer.from('abc'), headers)).status).toBe(403);
      const foreign = new S3ObjectStore(stranger, new NoTransactions());
      await expect(foreign.head(key)).rejects.toThrow();
      stranger.close();
    });

    it('read an object in ranges, with the type, the name and the cache time that were signed', async () => {
      const key = freshKey();
      await store.write(key, stream(Buffer.from('0123456789')), { contentType: VIDEO, maxBytes: 10 });
      const url = links.signDownload({
        key,
        contentType: 'video/webm',
        expiresAt: soon(),
        downloadName: 'Übung.mp4',
      });
      const answer = await fetch(url, { headers: { range: 'bytes=2-5' } });
      expect([answer.status, await answer.text()]).toEqual([206, '2345']);
      expect(answer.headers.get('content-type')).toBe('video/webm');
      expect(answer.headers.get('content-disposition')).toContain(`filename*=UTF-8''%C3%9Cbung.mp4`);
      const altered = new URL(url);
      altered.searchParams.set('response-content-type', 'text/html');
      expect((await fetch(altered)).status).toBe(403);
    });

    it('are the same for the same values, so that lists can be cached', () => {
      const grant = { key: freshKey(), contentType: VIDEO, expiresAt: soon(), signedAt: new Date() };
      expect(links.signDownload(grant)).toBe(links.signDownload(grant));
    });
  });

  it('says that a store is away when nobody answers', async () => {
    const away = await open({ S3_ENDPOINT_URL: 'http://127.0.0.1:9' });
    const asking = new S3ObjectStore(away, new NoTransactions()).head('staging/x');
    await expect(asking).rejects.toMatchObject({ code: 'STORAGE_UNAVAILABLE' });
    away.close();
  });
});

function configOf(variables: Readonly<Record<string, string>>): StorageConfig {
  return parseConfiguration([StorageConfig], variables).get(StorageConfig) as StorageConfig;
}
