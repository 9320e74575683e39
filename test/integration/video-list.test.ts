import type { INestApplicationContext } from '@nestjs/common';
import type { PageRequest } from '#libs/paging';
import { EVERY_SCOPE, type Actor, type Membership, type SignedInUser } from '#kernel/actor';
import { asId, newId, type MallId, type UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { VIDEO_SORTS, type VideoOrder } from '../../src/modules/videos/domain/video-list';
import { VideoQueries, type VideoWishes } from '../../src/modules/videos/queries/video.queries';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext } from '../support/running-app';
import { SeededRandom } from '../support/seeded-random';
import {
  inOrder,
  isWanted,
  randomVideo,
  WORDS,
  type ListedVideo,
  type World,
} from '../support/video-fixtures';
import { ANYTHING } from '../support/video-wishes';

const SEEDS = [3, 11, 20_261_121];
const ROWS = 150;
const QUESTIONS = 60;
const EVERYTHING: PageRequest = { style: 'offset', size: 100, offset: 0, page: null, after: null };

describe('the list of videos', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  let videos: VideoQueries;
  let world: World;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    // Rows are written past the product here, which nobody would forget a list for.
    app = await startApiContext(environment, { variables: { CACHE_VIDEO_LISTS: 'off' } });
    database = app.get(Database);
    videos = app.get(VideoQueries, { strict: false });
    world = await build();
  });

  beforeEach(() => database.query('DELETE FROM videos'));

  afterAll(async () => {
    await database.query('DELETE FROM videos');
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const everybody = (): readonly Actor[] => [
    person(newId(), 'admin'),
    person(world.owners[0]!, 'user'),
    person(world.owners[1]!, 'operator', [operatorOf(world.malls[0]!)]),
    person(newId(), 'operator', world.malls.map(operatorOf)),
    person(newId(), 'tenant', [tenantAt(world.pins[0]!)]),
    person(world.owners[2]!, 'operator', [tenantAt(world.pins[0]!), operatorOf(world.malls[1]!)]),
    person(newId(), 'tenant', [{ ...tenantAt(world.pins[0]!), storeId: newId() }]),
    person(newId(), 'user'),
  ];

  it.each(SEEDS)('shows what a plain look at every row would show (seed %d)', async (seed) => {
    const random = new SeededRandom(seed);
    const rows = await fill(random, ROWS);
    let found = 0;
    for (let question = 0; question < QUESTIONS; question += 1) {
      const actor = random.oneOf(everybody());
      const wishes = randomWishes(random, actor, world, rows);
      const order = randomOrder(random);
      const expected = inOrder(
        order,
        rows.filter((row) => isWanted(actor, wishes, row)),
      );
      const { items, total } = await readAll(actor, wishes, order);
      expect({ wishes, order, ids: items }).toEqual({ wishes, order, ids: expected.map(({ id }) => id) });
      expect(total).toBe(expected.length);
      found += expected.length;
    }
    expect(found).toBeGreaterThan(QUESTIONS);
  });

  it.each(SEEDS)('shows what a GET shows, and nothing that it refuses (seed %d)', async (seed) => {
    const rows = (await fill(new SeededRandom(seed), 40)).filter(({ deletedFor }) => deletedFor === null);
    for (const actor of everybody()) {
      const listed = new Set((await readAll(actor, ANYTHING, { by: 'created_at', direction: 'desc' })).items);
      for (const { id } of rows) {
        const isShown = await videos.get(actor, asId(id)).then(
          () => true,
          () => false,
        );
        expect([id, isShown]).toEqual([id, listed.has(id)]);
      }
    }
  });

  it.each(VIDEO_SORTS.flatMap((by) => [[by, 'asc'] as const, [by, 'desc'] as const]))(
    'by %s %s it shows every row once by cursor, while others come and go',
    async (by, direction) => {
      const random = new SeededRandom(by.length);
      const admin = person(newId(), 'admin');
      const before = (await fill(random, 60)).filter(({ deletedFor }) => deletedFor === null);
      const seen: string[] = [];
      const removed = new Set<string>();
      let after: PageRequest['after'] = null;
      do {
        const size = 1 + random.below(7);
        const page = await videos.list(
          admin,
          ANYTHING,
          { by, direction },
          { ...EVERYTHING, style: 'cursor', size, after },
        );
        seen.push(...page.items.map(({ id }) => id));
        after = page.next;
        if (random.below(2) === 0) await fill(random, 1 + random.below(3));
        if (random.below(2) === 0) {
          const { id } = random.oneOf(before);
          removed.add(id);
          await database.query('DELETE FROM videos WHERE id = $1', [id]);
        }
      } while (after !== null);
      expect(new Set(seen).size).toBe(seen.length);
      const stayed = before.filter(({ id }) => !removed.has(id));
      expect(stayed.length).toBeGreaterThan(10);
      expect(stayed.filter(({ id }) => !seen.includes(id))).toEqual([]);
    },
  );

  it.each(SEEDS)('has figures that agree with its rows (seed %d)', async (seed) => {
    const rows = await fill(new SeededRandom(seed), ROWS);
    for (const actor of everybody()) {
      for (const mallId of [null, world.malls[0]!]) {
        const mine = rows.filter((row) => isWanted(actor, { ...ANYTHING, mallId }, row));
        const stored = mine.filter(({ status }) => status !== 'pending');
        const stats = await videos.stats(actor, mallId);
        expect({ ...stats, durationSeconds: Math.round(stats.durationSeconds) }).toEqual({
          total: mine.length,
          byStatus: Object.fromEntries(
            ['pending', 'processing', 'completed', 'failed'].map((status) => [
              status,
              mine.filter((row) => row.status === status).length,
            ]),
          ),
          storageBytes: stored.reduce((sum, { fileSizeBytes }) => sum + fileSizeBytes, 0),
          durationSeconds: Math.round(
            mine.reduce((sum, { durationSeconds }) => sum + (durationSeconds ?? 0), 0),
          ),
        });
      }
    }
  });

  it('refuses filters that show the videos of others', async () => {
    const list = (actor: Actor, wishes: Partial<VideoWishes>) =>
      videos.list(actor, { ...ANYTHING, ...wishes }, { by: 'created_at', direction: 'desc' }, EVERYTHING);
    const [me, other] = [world.owners[0]!, world.owners[1]!];
    await expect(list(person(me, 'user'), { ownerId: other })).rejects.toMatchObject({
      code: 'FILTER_NOT_ALLOWED',
    });
    await expect(list(person(me, 'user'), { isDeleted: true })).rejects.toMatchObject({
      code: 'FILTER_NOT_ALLOWED',
    });
    expect((await list(person(me, 'user'), { ownerId: me })).items).toEqual([]);
  });

  it('counts what a free text finds up to 10,000, and says so', async () => {
    const owner = person(world.owners[0]!, 'user');
    // In portions: a statement of the API has five seconds, and every row is written into all of its indexes.
    for (let first = 1; first <= 10_002; first += 1_667)
      await database.query(
        `INSERT INTO videos (id, owner_id, title, original_filename, format, content_type, file_size_bytes, original_key, status)
         SELECT gen_random_uuid(), $1, 'common ' || n, 'a.mp4', 'mp4', 'video/mp4', 1, 'videos/' || n, 'pending'
           FROM generate_series($2::int, $2::int + 1666) AS n`,
        [world.owners[0], first],
      );
    const page = (search: string | null) =>
      videos.list(owner, { ...ANYTHING, search }, { by: 'title', direction: 'asc' }, EVERYTHING);
    expect(await page('COMMON')).toMatchObject({ total: 10_000, totalCapped: true });
    expect(await page('common 1000')).toMatchObject({ total: 4, totalCapped: false });
    expect(await page(null)).toMatchObject({ total: 10_002, totalCapped: false });
  });

  /** Two malls; two pins of one store, one of another, one of none. */
  async function build(): Promise<World> {
    const malls = ids<'mall'>(2);
    for (const id of malls) await database.query(`INSERT INTO malls (id, name) VALUES ($1, 'Mall')`, [id]);
    const stores = ids<'store'>(2);
    for (const id of stores)
      await database.query(`INSERT INTO stores (id, mall_id, name) VALUES ($1, $2, 'Store')`, [id, malls[0]]);
    const pins = [stores[0]!, stores[0]!, stores[1]!, null].map((storeId) => ({
      id: newId<'pin'>(),
      mallId: malls[storeId === null ? 1 : 0]!,
      storeId,
    }));
    for (const { id, mallId, storeId } of pins)
      await database.query(`INSERT INTO pins (id, mall_id, store_id, name) VALUES ($1, $2, $3, 'Pin')`, [
        id,
        mallId,
        storeId,
      ]);
    return { owners: ids(3), malls, pins };
  }

  async function fill(random: SeededRandom, count: number): Promise<readonly ListedVideo[]> {
    const rows = Array.from({ length: count }, () => randomVideo(random, world));
    for (const { row } of rows) {
      const columns = Object.keys(row);
      await database.query(
        `INSERT INTO videos (${columns.join(', ')}) VALUES (${columns.map((_, index) => `$${String(index + 1)}`).join(', ')})`,
        Object.values(row),
      );
    }
    return rows.map(({ listed }) => listed);
  }

  async function readAll(actor: Actor, wishes: VideoWishes, order: VideoOrder) {
    const items: string[] = [];
    for (let offset = 0; ; offset += EVERYTHING.size) {
      const page = await videos.list(actor, wishes, order, { ...EVERYTHING, offset });
      items.push(...page.items.map(({ id }) => id));
      if (page.next === null) return { items, total: page.total };
    }
  }
});

function ids<Of extends string>(count: number): readonly ReturnType<typeof newId<Of>>[] {
  return Array.from({ length: count }, () => newId<Of>());
}

function tenantAt({ mallId, storeId }: World['pins'][number]): Membership {
  return { mallId, role: 'tenant', storeId };
}

function operatorOf(mallId: MallId): Membership {
  return { mallId, role: 'operator', storeId: null };
}

function person(
  userId: UserId,
  role: SignedInUser['role'],
  memberships: readonly Membership[] = [],
): SignedInUser {
  const origin = { address: '127.0.0.1', requestId: 'test' };
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

function randomOrder(random: SeededRandom): VideoOrder {
  return { by: random.oneOf(VIDEO_SORTS), direction: random.oneOf(['asc', 'desc'] as const) };
}

function randomWishes(
  random: SeededRandom,
  actor: Actor,
  { owners, malls, pins }: World,
  rows: readonly ListedVideo[],
): VideoWishes {
  const sometimes = <T>(value: () => T): T | null => (random.below(5) === 0 ? value() : null);
  const maySeeMore = actor.kind === 'user' && actor.role !== 'user' && actor.role !== 'tenant';
  const times = rows.flatMap(({ uploadedAt }) => (uploadedAt === null ? [] : [uploadedAt]));
  return {
    ownerId: maySeeMore ? sometimes(() => random.oneOf(owners)) : null,
    mallId: sometimes(() => random.oneOf(malls)),
    pinId: sometimes(() => random.oneOf(pins).id),
    status: sometimes(() => random.oneOf(['pending', 'processing', 'completed', 'failed'] as const)),
    hasProxy: sometimes(() => random.below(2) === 0),
    uploadedAfter: sometimes(() => random.oneOf(times)),
    uploadedBefore: sometimes(() => random.oneOf(times)),
    tag: sometimes(() => random.oneOf(WORDS)),
    visibility: sometimes(() => random.oneOf(['private', 'unlisted', 'public'] as const)),
    search: sometimes(() => random.oneOf(WORDS)),
    isDeleted: maySeeMore && actor.role === 'admin' && random.below(6) === 0,
  };
}
