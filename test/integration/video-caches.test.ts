import type { INestApplicationContext } from '@nestjs/common';
import { EVERY_SCOPE, type Membership, type SignedInUser } from '#kernel/actor';
import { asId, newId, type UserId, type VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import { RedisCourier } from '#platform/redis/redis-courier';
import { DeleteVideo } from '../../src/modules/videos/commands/delete-video';
import { EditVideo } from '../../src/modules/videos/commands/edit-video';
import { readItem } from '../../src/modules/videos/domain/video-text';
import { PostgresVideoReader } from '../../src/modules/videos/persistence/postgres-video-reader';
import { VideoRepository } from '../../src/modules/videos/ports/video-repository';
import { VideoQueries } from '../../src/modules/videos/queries/video.queries';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startRelay } from '../support/running-app';
import { ANYTHING } from '../support/video-wishes';

const FIRST_PAGE = { style: 'page', size: 20, offset: 0, page: 1, after: null } as const;
const NEWEST = { by: 'created_at', direction: 'desc' } as const;
const ON = { CACHE_VIDEO_METADATA: 'on', CACHE_VIDEO_LISTS: 'on' };
const OFF = { CACHE_VIDEO_METADATA: 'off', CACHE_VIDEO_LISTS: 'off' };

describe('the caches of videos', () => {
  let environment: TestEnvironment;
  let one: INestApplicationContext;
  let other: INestApplicationContext;
  /** Keeps nothing and makes nobody forget anything, as one that dies after its commit. */
  let forgetful: INestApplicationContext;
  let relay: INestApplicationContext;
  let owner: SignedInUser;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    one = await startApiContext(environment, { variables: ON });
    other = await startApiContext(environment, { variables: ON });
    forgetful = await startApiContext(environment, { variables: OFF });
    relay = await startRelay(environment);
    // Nothing is trusted that was asked for before a process began to.
    for (const app of [one, other]) await videosOf(app).list(person(), ANYTHING, NEWEST, FIRST_PAGE);
  });

  beforeEach(() => {
    owner = person();
  });

  afterAll(async () => {
    await one.get(Database).query('DELETE FROM videos');
    expect(await brokenInvariants(one)).toEqual([]);
    for (const app of [one, other, forgetful, relay]) await app.close();
    await environment.remove();
  });

  const videosOf = (app: INestApplicationContext) => app.get(VideoQueries, { strict: false });
  const read = (id: VideoId, { app = one, actor = owner } = {}) => videosOf(app).get(actor, id);
  const list = ({ app = one, actor = owner, wishes = {}, page = {} } = {}) =>
    videosOf(app).list(actor, { ...ANYTHING, ...wishes }, NEWEST, { ...FIRST_PAGE, ...page });
  const edit = (id: VideoId, title: string, app = one) =>
    app
      .get(EditVideo, { strict: false })
      .execute({ actor: owner, videoId: id, edits: { title }, seen: null });
  const repositoryOf = (app: INestApplicationContext) => app.get(VideoRepository, { strict: false });

  async function hitsOf(name: string, work: () => Promise<unknown>, app = one): Promise<number> {
    const count = async () => {
      const { values } = await app.get(MetricsRegistry).registry.getSingleMetric('cache_reads_total')!.get();
      return values.find(({ labels }) => labels.cache === name && labels.result === 'hit')?.value ?? 0;
    };
    const before = await count();
    await work();
    return (await count()) - before;
  }

  /** Asked for until it is kept. */
  async function keep(ask: () => Promise<unknown>, app = one): Promise<void> {
    for (let count = 0; count < 2; count += 1) await ask();
    await app.get(RedisCourier).ask((redis) => redis.ping());
  }

  it('answer a video with all its times as Postgres does', async () => {
    const id = await newVideo();
    await keep(() => read(id));
    const record = await one.get(PostgresVideoReader, { strict: false }).find(id);
    const hits = await hitsOf('video_metadata', async () => {
      expect(await read(id)).toEqual({ ...record, operatorNotes: null, pinName: null });
    });
    expect(hits).toBe(1);
    expect(record?.createdAt).toBeInstanceOf(Date);
  });

  it('answer a list with all its times as Postgres does', async () => {
    for (let count = 0; count < 3; count += 1) await newVideo();
    const fresh = await list({ app: forgetful });
    await keep(() => list());
    const hits = await hitsOf('video_lists', async () => expect(await list()).toEqual(fresh));
    expect(hits).toBe(1);
    expect(fresh.items).toHaveLength(3);
    expect(readItem(fresh.items[0]!).createdAt).toBeInstanceOf(Date);
  });

  it('lie where they are looked for, and for as long as they are said to', async () => {
    const id = await newVideo();
    await keep(async () => [await read(id), await list()]);
    const { REDIS_PREFIX: prefix = '' } = environment.variables;
    await one.get(RedisCourier).ask(async (redis) => {
      const video = await redis.pttl(`${prefix}:video:${id}:metadata`);
      expect(video).toBeGreaterThan(290_000);
      expect(video).toBeLessThanOrEqual(300_000);
      const [page = ''] = await redis.keys(`${prefix}:videos:user:${owner.userId}:list:*`);
      const left = await redis.pttl(page);
      expect(left).toBeGreaterThan(50_000);
      expect(left).toBeLessThanOrEqual(60_000);
    });
  });

  it('show what another process has changed as soon as its command has ended', async () => {
    const id = await newVideo();
    for (const title of ['first', 'second', 'third']) {
      await keep(async () => [await read(id), await list()]);
      await edit(id, title, other);
      expect((await read(id)).title).toBe(title);
      expect((await list()).items.map((item) => readItem(item).title)).toEqual([title]);
    }
    await keep(async () => [await read(id), await list()]);
    await other.get(DeleteVideo, { strict: false }).execute({ actor: owner, videoId: id, keepsFiles: true });
    await expect(read(id)).rejects.toMatchObject({ code: 'VIDEO_NOT_FOUND' });
    expect(await list()).toMatchObject({ items: [], total: 0 });
  });

  it('do not keep a row that was read before a change and arrives after it', async () => {
    const id = await newVideo();
    await read(id);
    // Reads the row, and is held back until somebody else has changed it.
    const record = one.get(PostgresVideoReader, { strict: false });
    const find = record.find.bind(record);
    let changed: Promise<void> | null = null;
    record.find = async (videoId) => {
      const row = await find(videoId);
      changed ??= edit(id, 'changed meanwhile', other);
      await changed;
      return row;
    };
    try {
      expect((await read(id)).title).toBe('a film');
    } finally {
      record.find = find;
    }
    expect((await read(id)).title).toBe('changed meanwhile');
  });

  it('forget nothing before the commit', async () => {
    const id = await newVideo();
    await keep(() => read(id));
    await one.get(UnitOfWork).run(async () => {
      await repositoryOf(one).edit(id, { title: 'changed' });
      const hits = await hitsOf('video_metadata', () => read(id, { app: other }), other);
      expect(hits).toBe(1);
    });
    expect((await read(id, { app: other })).title).toBe('changed');
  });

  it.each(['revokePlayback', 'beginReprocess', 'tombstone', 'edit'] as const)(
    'forget a video at its %s',
    async (verb) => {
      const id = await newVideo();
      const videos = repositoryOf(other);
      const verbs = {
        revokePlayback: () => videos.revokePlayback(id),
        beginReprocess: () => videos.beginReprocess(id, newId()),
        tombstone: () => videos.tombstone(id, { keepsFiles: false }),
        edit: () => videos.edit(id, { title: 'other' }),
      };
      await keep(async () => [await read(id), await list()]);
      expect(await verbs[verb]()).toBe(true);
      const hits = await hitsOf('video_metadata', () => read(id).catch(() => null));
      expect([hits, await hitsOf('video_lists', () => list())]).toEqual([0, 0]);
    },
  );

  it('show a video that is new, and none that was withdrawn', async () => {
    await newVideo();
    await keep(() => list());
    const id = newId<'video'>();
    await repositoryOf(other).insertPending({
      id,
      ownerId: owner.userId,
      mallId: null,
      pinId: null,
      title: 'new',
      originalFilename: 'new.mp4',
      format: 'mp4',
      contentType: 'video/mp4',
      fileSizeBytes: 1,
      originalKey: `videos/${id}`,
      recordedAt: null,
    });
    expect((await list()).total).toBe(2);
    await keep(() => list());
    expect(await repositoryOf(other).withdraw(id)).toBe(true);
    expect((await list()).total).toBe(1);
  });

  it('hear of what a process changed that could not make them forget', async () => {
    const id = await newVideo();
    await keep(async () => [await read(id), await list()]);
    await edit(id, 'changed', forgetful);
    await eventually('the video is forgotten', async () => (await read(id)).title === 'changed');
    await eventually(
      'the list is forgotten',
      async () => readItem((await list()).items[0]!).title === 'changed',
    );
    // In the other process as well, whatever it read in between.
    await eventually(
      'it is forgotten there',
      async () => (await read(id, { app: other })).title === 'changed',
    );
  });

  it('keep no video that is being worked on: it changes without a fact', async () => {
    const id = await newVideo('processing');
    await keep(() => read(id));
    expect(await hitsOf('video_metadata', () => read(id))).toBe(0);
  });

  it('give a row to nobody who may not see it', async () => {
    const id = await newVideo();
    await keep(() => read(id));
    const hits = await hitsOf('video_metadata', async () => {
      await expect(read(id, { actor: person() })).rejects.toMatchObject({ code: 'NOT_YOUR_VIDEO' });
    });
    expect(hits).toBe(1);
  });

  it('keep no list of those who see videos of others, and no search', async () => {
    const mallId = newId<'mall'>();
    await one.get(Database).query(`INSERT INTO malls (id, name) VALUES ($1, 'Mall')`, [mallId]);
    await newVideo();
    const operator = person('operator', [{ mallId, role: 'operator', storeId: null }]);
    for (const ask of [
      () => list({ actor: person('admin') }),
      () => list({ actor: operator }),
      () => list({ wishes: { search: 'film' } }),
      () => list({ page: { offset: 20, page: 2 } }),
    ]) {
      await keep(ask);
      expect(await hitsOf('video_lists', ask)).toBe(0);
    }
    await keep(() => list());
    expect(await hitsOf('video_lists', () => list())).toBe(1);
    expect((await list({ actor: person() })).items).toEqual([]);
    expect((await list({ wishes: { status: 'failed' } })).items).toEqual([]);
  });

  async function newVideo(status: 'completed' | 'processing' = 'completed'): Promise<VideoId> {
    const id = newId<'video'>();
    await one.get(Database).query(
      `INSERT INTO videos (id, owner_id, title, original_filename, format, content_type, file_size_bytes, original_key, status,
                           uploaded_at, recorded_at, processing_started_at, processing_completed_at, playback_revoked_at, run_id,
                           published_version, manifest, has_thumbnail, operator_notes)
       VALUES ($1::uuid, $2, 'a film', 'a.mp4', 'mp4', 'video/mp4', 1, 'videos/' || ($1::uuid)::text, $3, now(), now() - interval '1 day', now(),
               now(), date_trunc('milliseconds', now()), gen_random_uuid(), 1, $4, true, 'for operators')`,
      [
        id,
        owner.userId,
        status,
        { version: 1, thumbnail: THUMBNAIL, proxy: null, storyboard: null, renditions: [] },
      ],
    );
    return id;
  }
});

const THUMBNAIL = { key: 'thumbnail.jpg', sizeBytes: 1, contentType: 'image/jpeg' };

function person(role: SignedInUser['role'] = 'user', memberships: readonly Membership[] = []): SignedInUser {
  const origin = { address: '127.0.0.1', requestId: 'test' };
  const userId: UserId = asId(newId());
  return {
    kind: 'user',
    userId,
    credential: { kind: 'session', id: newId() },
    role,
    memberships,
    scopes: EVERY_SCOPE,
    origin,
  };
}
