import type { INestApplicationContext } from '@nestjs/common';
import { asId, newId, type UserId, type VideoId } from '#kernel/id';
import { newStagingKey, StorageObjectRepository, type ObjectIntent } from '#modules/storage';
import { Database } from '#platform/database/database';
import { createTestEnvironment, type TestEnvironment } from '../../support/environment';
import { brokenInvariants, startApiContext } from '../../support/running-app';

/** The record of what the store holds: states, and who may change them when. */
describe('stored objects', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let objects: StorageObjectRepository;
  let database: Database;

  beforeAll(async () => {
    environment = await createTestEnvironment({ STORAGE_RESERVE_MB: '0' });
    app = await startApiContext(environment);
    objects = app.get(StorageObjectRepository);
    database = app.get(Database);
  });

  beforeEach(() => database.query('DELETE FROM storage_objects'));

  afterAll(async () => {
    await database.query('DELETE FROM storage_objects');
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const owner: UserId = newId();
  const intent = (changes: Partial<ObjectIntent> = {}): ObjectIntent => ({
    key: newStagingKey(),
    purpose: 'staging',
    ownerId: owner,
    videoId: null,
    sizeBytes: 10,
    contentType: 'video/mp4',
    ...changes,
  });
  const intended = async (changes: Partial<ObjectIntent> = {}) => {
    const object = intent(changes);
    await objects.intend(object);
    return object.key;
  };
  const live = async (changes: Partial<ObjectIntent> = {}) => {
    const key = await intended(changes);
    await objects.makeLive(key, ARRIVED);
    return key;
  };
  const stateOf = async (key: string) => (await objects.find(key))?.state;
  const age = (key: string, column: string, by: string) =>
    database.query(`UPDATE storage_objects SET ${column} = ${column} - interval '${by}' WHERE key = $1`, [
      key,
    ]);

  it('that are gone can be wanted again, and not before', async () => {
    const key = await live();
    expect(await objects.intendAgain(key)).toBe(false);
    await objects.condemn([key]);
    expect(await objects.intendAgain(key)).toBe(false);
    await objects.markGone([key]);
    await age(key, 'created_at', '26 hours');
    expect(await objects.intendAgain(key)).toBe(true);
    expect(await objects.condemnStaleIntents(10)).toEqual([]);
    expect(await objects.makeLive(key, ARRIVED)).toBe(true);
  });

  it('begin as an intent, become live once, are condemned once, and are gone once', async () => {
    const key = await intended();
    expect(await objects.makeLive(key, ARRIVED)).toBe(true);
    expect(await objects.makeLive(key, ARRIVED)).toBe(false);
    expect(await objects.find(key)).toMatchObject({ state: 'live', sizeBytes: 7, etag: 'e', sha256: SHA });
    expect(await objects.markGone([key])).toEqual([]);
    expect(await objects.condemn([key])).toEqual([key]);
    expect(await objects.condemn([key])).toEqual([]);
    expect(await objects.makeLive(key, ARRIVED)).toBe(false);
    expect(await objects.markGone([key])).toEqual([key]);
    expect(await objects.markGone([key])).toEqual([]);
    expect(await stateOf(key)).toBe('gone');
  });

  it('never take a name twice', async () => {
    const key = await intended();
    await expect(objects.intend(intent({ key }))).rejects.toThrow('duplicate key');
  });

  it('become live for one of many who say so at once', async () => {
    const key = await intended();
    const said = await Promise.all(Array.from({ length: 20 }, () => objects.makeLive(key, ARRIVED)));
    expect(said.filter(Boolean)).toHaveLength(1);
  });

  it('take the id of a multipart upload once, and only while they wait for bytes', async () => {
    const key = await intended();
    expect(await objects.noteMultipart(key, 'one')).toBe(true);
    expect(await objects.noteMultipart(key, 'two')).toBe(false);
    expect(await objects.awaitsParts({ key, uploadId: 'one' })).toBe(true);
    expect(await objects.awaitsParts({ key, uploadId: 'two' })).toBe(false);
    await objects.condemn([key]);
    expect(await objects.awaitsParts({ key, uploadId: 'one' })).toBe(false);
    const late = await live();
    expect(await objects.noteMultipart(late, 'three')).toBe(false);
  });

  it('are taken for purge by one of two who look at the same time', async () => {
    const keys = [await live(), await live(), await live()];
    await objects.condemn(keys);
    const taken = await Promise.all([objects.takeForPurge(10), objects.takeForPurge(10)]);
    expect(taken.flat()).toHaveLength(3);
    expect(await objects.takeForPurge(10)).toEqual([]);
  });

  it('are taken again when the purge that took them has died', async () => {
    const key = await live();
    await objects.condemn([key]);
    await objects.takeForPurge(1);
    await age(key, 'next_delete_at', '61 seconds');
    expect(await objects.takeForPurge(1)).toHaveLength(1);
  });

  it('are tried again later and later, at most an hour, for ever', async () => {
    const key = await live();
    await objects.condemn([key]);
    const waits: number[] = [];
    for (let attempt = 0; attempt < 16; attempt += 1) {
      await age(key, 'next_delete_at', '2 hours');
      await objects.takeForPurge(1);
      await objects.postponePurge([key]);
      const row = await database.first<{ seconds: string }>(
        'SELECT extract(epoch FROM next_delete_at - now()) AS seconds FROM storage_objects WHERE key = $1',
        [key],
      );
      waits.push(Math.round(Number(row?.seconds)));
    }
    expect(waits.slice(0, 4)).toEqual([1, 2, 4, 8]);
    expect(waits.slice(-3)).toEqual([3600, 3600, 3600]);
  });

  it('are not due before their grace is over, nor while a link may still write there', async () => {
    const [graced, writable, past] = [
      await live(),
      await intended({ writableUntil: new Date(Date.now() + 600_000) }),
      await intended({ writableUntil: new Date(Date.now() - 600_000) }),
    ];
    await objects.condemn([graced], { graceSeconds: 60 });
    await objects.condemn([writable, past]);
    expect((await objects.takeForPurge(10)).map(({ key }) => key)).toEqual([past]);
    await age(graced, 'next_delete_at', '61 seconds');
    await age(writable, 'next_delete_at', '661 seconds');
    expect((await objects.takeForPurge(10)).map(({ key }) => key).sort()).toEqual([graced, writable].sort());
  });

  it('are condemned when whoever announced them has died', async () => {
    const [fresh, old, arrived] = [await intended(), await intended(), await live()];
    await age(old, 'created_at', '26 hours');
    await age(arrived, 'created_at', '26 hours');
    expect(await objects.condemnStaleIntents(10)).toEqual([old]);
    expect([await stateOf(fresh), await stateOf(arrived)]).toEqual(['intent', 'live']);
  });

  it('of one video are condemned together', async () => {
    const videoId: VideoId = asId(newId());
    const keys = [
      await live({ videoId, purpose: 'original' }),
      await intended({ videoId, purpose: 'derived' }),
    ];
    const other = await live({ videoId: asId(newId()) });
    expect([...(await objects.condemnVideo(videoId))].sort()).toEqual(keys.sort());
    expect((await objects.ofVideo(videoId)).map(({ state }) => state)).toEqual(['condemned', 'condemned']);
    expect(await stateOf(other)).toBe('live');
  });

  it('count for their owner as long as their bytes are there', async () => {
    const original = { purpose: 'original' } as const;
    const [kept, doomed] = [await live(original), await live(original)];
    await live({ purpose: 'derived' });
    await live({ ...original, ownerId: newId() });
    await objects.condemn([doomed]);
    expect(await objects.bytesOf(owner)).toEqual({ liveBytes: 7, condemnedBytes: 7 });
    await objects.markGone([doomed]);
    expect(await objects.bytesOf(owner)).toEqual({ liveBytes: 7, condemnedBytes: 0 });
    expect(await objects.known([kept, doomed, 'never'])).toEqual(new Set([kept]));
  });

  it('do not deadlock when many condemn the same ones in different orders', async () => {
    const keys = await Promise.all(Array.from({ length: 30 }, () => live()));
    const rounds = Array.from({ length: 10 }, (_, index) =>
      objects.condemn(index % 2 === 0 ? keys : [...keys].reverse()),
    );
    expect((await Promise.all(rounds)).flat()).toHaveLength(30);
  });
});

const SHA = 'a'.repeat(64);
const ARRIVED = { sizeBytes: 7, etag: 'e', sha256: SHA };
