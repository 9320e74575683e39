import type { INestApplicationContext } from '@nestjs/common';
import { newId, type UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { QuotaLedger } from '#modules/quota';
import { Database } from '#platform/database/database';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext } from '../support/running-app';

const MONTHLY = 3;

describe('the quota of an owner', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let ledger: QuotaLedger;
  let database: Database;
  let unitOfWork: UnitOfWork;

  beforeAll(async () => {
    environment = await createTestEnvironment({ DEFAULT_UPLOAD_QUOTA: String(MONTHLY) });
    app = await startApiContext(environment);
    ledger = app.get(QuotaLedger);
    database = app.get(Database);
    unitOfWork = app.get(UnitOfWork);
  });

  afterAll(async () => {
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const reserve = async (ownerId: UserId, bytes = 100) => {
    const videoId = newId<'video'>();
    await unitOfWork.run(() => ledger.reserve({ videoId, ownerId, bytes }));
    return videoId;
  };
  const upload = async (ownerId: UserId, bytes = 100) => {
    const videoId = await reserve(ownerId, bytes);
    await unitOfWork.run(() => ledger.spend(videoId, bytes));
    return videoId;
  };
  const codesOf = async (attempts: Promise<unknown>[]) =>
    (await Promise.allSettled(attempts)).map((result) =>
      result.status === 'fulfilled' ? 'ok' : (result.reason as { code: string }).code,
    );

  it('begins with the default and shows when it starts again', async () => {
    const quota = await ledger.read(newId());
    expect(quota).toMatchObject({ limit: MONTHLY, used: 0, remaining: MONTHLY, storageBytesUsed: 0 });
    expect(quota.resetsAt.toISOString()).toMatch(/^\d{4}-\d{2}-01T00:00:00\.000Z$/);
    expect(quota.resetsAt.getTime()).toBeGreaterThan(Date.now());
  });

  it('spends one upload when the bytes arrived, not when the upload began', async () => {
    const owner = newId<'user'>();
    const video = await reserve(owner);
    expect(await ledger.read(owner)).toMatchObject({ used: 0, storageBytesUsed: 100 });
    await unitOfWork.run(() => ledger.spend(video, 90));
    expect(await ledger.read(owner)).toMatchObject({ used: 1, remaining: MONTHLY - 1, storageBytesUsed: 90 });
  });

  it('spends once, however often and however parallel it is asked', async () => {
    const owner = newId<'user'>();
    const video = await reserve(owner);
    await Promise.all(Array.from({ length: 20 }, () => unitOfWork.run(() => ledger.spend(video, 100))));
    expect(await ledger.read(owner)).toMatchObject({ used: 1, storageBytesUsed: 100 });
  });

  it('lets exactly as many of fifty parallel uploads through as there are left', async () => {
    const owner = newId<'user'>();
    await unitOfWork.run(() => ledger.setLimits(owner, { uploads: 10, storageBytes: null }));
    const codes = await codesOf(Array.from({ length: 50 }, () => upload(owner)));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(10);
    expect(codes.filter((code) => code === 'QUOTA_EXCEEDED')).toHaveLength(40);
    expect(await ledger.read(owner)).toMatchObject({ used: 10, remaining: 0 });
  });

  it('gives the last room to exactly one of twenty', async () => {
    const owner = newId<'user'>();
    await unitOfWork.run(() => ledger.setLimits(owner, { uploads: null, storageBytes: 1_000 }));
    await upload(owner, 900);
    const codes = await codesOf(Array.from({ length: 20 }, () => reserve(owner, 100)));
    expect(codes.filter((code) => code === 'ok')).toHaveLength(1);
    expect(codes.filter((code) => code === 'STORAGE_QUOTA_EXCEEDED')).toHaveLength(19);
  });

  it('counts bytes until they are gone, and gives them back then', async () => {
    const owner = newId<'user'>();
    const video = await upload(owner, 500);
    await unitOfWork.run(() => ledger.condemn(video));
    expect(await ledger.read(owner)).toMatchObject({ storageBytesUsed: 500, pendingDeleteBytes: 500 });
    await unitOfWork.run(() => ledger.free(video));
    await unitOfWork.run(() => ledger.free(video));
    expect(await ledger.read(owner)).toMatchObject({ storageBytesUsed: 0, pendingDeleteBytes: 0, used: 1 });
  });

  it('gives the room of an upload back that came to nothing, and keeps its number', async () => {
    const owner = newId<'user'>();
    const video = await reserve(owner, 700);
    await unitOfWork.run(() => ledger.release(video));
    await unitOfWork.run(() => ledger.spend(video, 700));
    expect(await ledger.read(owner)).toMatchObject({ used: 0, storageBytesUsed: 0 });
  });

  it('forgets the uploads of a month that is over', async () => {
    const owner = newId<'user'>();
    for (let count = 0; count < MONTHLY; count += 1) await upload(owner);
    await expect(reserve(owner)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    await database.query(`UPDATE quota_usage SET period = period - interval '1 month' WHERE owner_id = $1`, [
      owner,
    ]);
    expect(await ledger.read(owner)).toMatchObject({ used: 0, remaining: MONTHLY });
    await upload(owner);
    expect(await ledger.read(owner)).toMatchObject({ used: 1 });
  });

  it('lets nothing through at a limit of 0, and everything without one', async () => {
    const [nobody, everybody] = [newId<'user'>(), newId<'user'>()];
    await unitOfWork.run(() => ledger.setLimits(nobody, { uploads: 0, storageBytes: null }));
    await unitOfWork.run(() => ledger.setLimits(everybody, { uploads: null, storageBytes: null }));
    await expect(reserve(nobody)).rejects.toMatchObject({ code: 'QUOTA_EXCEEDED' });
    for (let count = 0; count < MONTHLY + 2; count += 1) await upload(everybody);
    expect(await ledger.read(everybody)).toMatchObject({ limit: null, remaining: null, used: MONTHLY + 2 });
  });
});
