import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaLedger } from '#modules/quota';
import {
  MultipartTransfers,
  newStagingKey,
  ObjectStore,
  storageKey,
  StorageObjectRepository,
} from '#modules/storage';
import { Database } from '#platform/database/database';
import { PurgeObjects } from '../../../src/modules/storage/commands/purge-objects';
import { SweepStorage } from '../../../src/modules/storage/commands/sweep-storage';
import { DiskMultipartTransfers } from '../../../src/modules/storage/drivers/disk/disk-multipart-transfers';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { eventually } from '../../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../../support/running-app';

/** What the worker does for the store, and what nobody may ever find between store and record. */
describe('storage upkeep', () => {
  let environment: TestEnvironment;
  let api: INestApplicationContext;
  let worker: INestApplicationContext;
  let objects: StorageObjectRepository;
  let store: ObjectStore;
  let database: Database;

  beforeAll(async () => {
    environment = await createTestEnvironment({ STORAGE_RESERVE_MB: '0', STORAGE_UPKEEP_SECONDS: '1' });
    api = await startApiContext(environment);
    worker = await startWorker(environment);
    objects = api.get(StorageObjectRepository);
    store = api.get(ObjectStore);
    database = api.get(Database);
  });

  afterAll(async () => {
    expect(await brokenInvariants(api)).toEqual([]);
    await worker.close();
    await api.close();
    await environment.remove();
  });

  const intended = async () => {
    const key = newStagingKey();
    const contentType = 'video/mp4';
    await objects.intend({
      key,
      purpose: 'staging',
      ownerId: null,
      videoId: null,
      sizeBytes: 3,
      contentType,
    });
    return key;
  };
  const write = (key: string, text = 'abc') =>
    store.write(key, Readable.from(Buffer.from(text), { objectMode: false }), {
      contentType: '',
      maxBytes: 10,
    });
  const live = async () => {
    const key = await intended();
    await objects.makeLive(key, await write(key));
    return key;
  };
  const untilGone = (keys: readonly string[]) =>
    eventually('the objects are gone', async () => {
      const states = await Promise.all(keys.map(async (key) => (await objects.find(key))?.state));
      return states.every((state) => state === 'gone');
    });

  it('deletes what was condemned, and says so only afterwards', async () => {
    const keys = [await live(), await live(), await intended()];
    await objects.condemn(keys);
    await untilGone(keys);
    for (const key of keys) expect(await store.head(key)).toBeNull();
  });

  it('deletes again what a purge deleted that died before it said so', async () => {
    const key = await live();
    await store.delete([key]);
    await objects.condemn([key]);
    await untilGone([key]);
  });

  it('aborts the multipart upload of an object that nobody wants any more', async () => {
    const key = await intended();
    const multipart = api.get(MultipartTransfers);
    const upload = await multipart.begin({ key, contentType: 'video/mp4' });
    await objects.noteMultipart(key, upload.uploadId);
    const part = { ...upload, partNumber: 1, sizeBytes: 3 };
    await worker.get(DiskMultipartTransfers).writePart(part, Readable.from([Buffer.from('abc')]));
    await objects.condemn([key]);
    await untilGone([key]);
    expect(await readdir(path.join(environment.dataFolder, 'storage/multipart'))).toEqual([]);
  });

  it('keeps an object condemned that the store does not delete, and lets the others go', async () => {
    const [stuck, fine] = [await live(), await live()];
    const refusing = jest
      .spyOn(worker.get(ObjectStore), 'delete')
      .mockImplementation((keys) =>
        Promise.resolve(keys.filter((key) => key === stuck).map((key) => ({ key, reason: 'EIO' }))),
      );
    await objects.condemn([stuck, fine]);
    await untilGone([fine]);
    expect((await objects.find(stuck))?.state).toBe('condemned');
    refusing.mockRestore();
    await untilGone([stuck]);
    expect(await store.head(stuck)).toBeNull();
    await store.delete([fine]);
  });

  it('condemns what a dead process announced, and aborts uploads that it never noted', async () => {
    const abandoned = await intended();
    await write(abandoned);
    await database.query(
      `UPDATE storage_objects SET created_at = created_at - interval '26 hours' WHERE key = $1`,
      [abandoned],
    );
    const multipart = worker.get(MultipartTransfers);
    const unknown = await multipart.begin({ key: newStagingKey(), contentType: 'video/mp4' });
    const young = { key: newStagingKey(), uploadId: newId(), startedAt: new Date() };
    const old = { ...unknown, startedAt: new Date(Date.now() - 26 * 3_600_000) };
    jest.spyOn(multipart, 'listUploads').mockImplementation(async function* () {
      yield* await Promise.resolve([old, young]);
    });
    const aborting = jest.spyOn(multipart, 'abort');
    expect(await worker.get(SweepStorage).execute()).toEqual({ intents: 1, uploads: 1, leftovers: 0 });
    expect(aborting).toHaveBeenCalledTimes(1);
    jest.restoreAllMocks();
    await untilGone([abandoned]);
  });

  it('gives room back also when an adoption was begun and swept away long before the deletion', async () => {
    const [ownerId, videoId] = [newId<'user'>(), newId<'video'>()];
    const ledger = api.get(QuotaLedger);
    const unitOfWork = api.get(UnitOfWork);
    const of = { ownerId, videoId, sizeBytes: 3, contentType: 'video/mp4' };
    const [staging, original] = [newStagingKey(), storageKey('videos', videoId, 'original.mp4')];
    await unitOfWork.run(() => ledger.reserve({ videoId, ownerId, bytes: 3 }));
    await unitOfWork.run(() => ledger.spend(videoId, 3));
    await objects.intend({ key: staging, purpose: 'staging', ...of });
    await objects.makeLive(staging, await write(staging));
    await objects.intend({ key: original, purpose: 'original', ...of });
    await objects.condemn([original]);
    await untilGone([original]);
    expect((await ledger.read(ownerId)).storageBytesUsed).toBe(3);
    await unitOfWork.run(() => ledger.condemn(videoId));
    await objects.condemnVideo(videoId);
    await untilGone([staging]);
    expect((await ledger.read(ownerId)).storageBytesUsed).toBe(0);
  });

  it('is done by two workers at once without harm', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => live()));
    const other = await startWorker(environment);
    await objects.condemn(keys);
    await Promise.all([other.get(PurgeObjects).execute(), worker.get(PurgeObjects).execute()]);
    await untilGone(keys);
    await other.close();
  });

  it('is watched by invariants: bytes without a row, rows without bytes, and bytes of another size', async () => {
    const [stray, lost, changed] = [newStagingKey(), await live(), await live()];
    await write(stray);
    await store.delete([lost]);
    await write(changed, 'more');
    expect(await brokenInvariants(api)).toEqual([
      'every stored object has a row that was there before it',
      'every live object has its bytes, in the size that was noted',
    ]);
    await store.delete([stray]);
    await objects.condemn([lost, changed]);
    await untilGone([lost, changed]);
    expect(await brokenInvariants(api)).toEqual([]);
  });
});
