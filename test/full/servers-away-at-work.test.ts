import { randomInt } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { BatchOfVideos } from '../support/batch-of-videos';
import type { BuiltProcess } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { OwnRedis } from '../support/own-redis';
import { register, type Person } from '../support/people';
import { SeededRandom } from '../support/seeded-random';
import { testServers } from '../support/servers';
import { SteadyLoad } from '../support/steady-load';
import { Scene } from '../support/scene';
import { TcpProxy } from '../support/tcp-proxy';

jest.setTimeout(300_000);

const QUICK = {
  STEP_LEASE_SECONDS: '6',
  STEP_OFFER_SECONDS: '5',
  SWEEP_SECONDS: '2',
  WORKER_REST_SECONDS: '2',
};
const ALL_DONE_WITHIN_MS = 150_000;
const FLUSHES = 10;
const VIDEOS = 20;

if (!OwnRedis.isAvailable)
  it.skip('faults of Redis: there is no redis-server for a test of its own', () => undefined);

/** Two workers at work on videos, while one server after the other is taken from them. */
(OwnRedis.isAvailable ? describe : describe.skip)('videos in work', () => {
  let own: OwnRedis;
  let redis: TcpProxy;
  let postgres: TcpProxy;
  let scene: Scene;
  let clip: Buffer;
  let person: Person;
  let pids: readonly number[];

  beforeAll(async () => {
    own = await OwnRedis.start({ appendonly: 'yes' });
    redis = await TcpProxy.before(own.url);
    postgres = await TcpProxy.before(testServers().databaseUrl);
    scene = await Scene.open(({ DATABASE_URL = '' }) => ({
      ...QUICK,
      REDIS_URL: redis.through(own.url),
      DATABASE_URL: postgres.through(DATABASE_URL),
    }));
    await scene.startWorker();
    clip = await makeClip(scene.dataFolder, { seconds: 4 });
    person = await register(scene.client);
    pids = pidsOf(scene.running);
  });

  afterEach(() => {
    redis.restore();
    postgres.restore();
  });

  afterAll(async () => {
    expect(pidsOf(scene.running)).toEqual(pids);
    await scene.close();
    await Promise.all([redis.close(), postgres.close()]);
    await own.remove();
  });

  const pidsOf = (running: readonly BuiltProcess[]) => running.map(({ pid }) => pid);

  const whileAsked = async (work: () => Promise<void>): Promise<SteadyLoad> => {
    const load = new SteadyLoad(() => person.client.get('/api/v1/quota'));
    try {
      await work();
    } finally {
      await load.stop();
    }
    return load;
  };

  it('are all completed though Redis is emptied ten times at moments that nobody chose', async () => {
    const seed = randomInt(2 ** 31);
    process.stdout.write(`the moments follow from the seed ${String(seed)}\n`);
    const random = new SeededRandom(seed);
    const batch = await BatchOfVideos.inWork(scene, clip, VIDEOS);
    const progress: number[] = [];
    for (let count = 0; count < FLUSHES; count += 1) {
      await pause(random.below(6_000));
      progress.push(await batch.completedCount());
      await own.ask((client) => client.flushall());
    }
    process.stdout.write(`completed at each of them: ${progress.join(', ')}\n`);
    expect(progress[0]).toBeLessThan(VIDEOS);
    await batch.untilCompleted(ALL_DONE_WITHIN_MS);
    await batch.expectNothingDoubled();
  });

  const absences: Record<string, { begin: () => void | Promise<void>; end: () => void | Promise<void> }> = {
    'is killed and comes back': { begin: () => own.halt(), end: () => own.start() },
    'accepts and never answers': { begin: () => redis.blackhole(), end: () => redis.restore() },
  };

  it.each(Object.keys(absences))(
    'are all completed though Redis %s; the API does not notice',
    async (what) => {
      const { begin, end } = absences[what]!;
      const batch = await BatchOfVideos.inWork(scene, clip, 8);
      const load = await whileAsked(async () => {
        await begin();
        await pause(10_000);
        await end();
      });
      expect(load.verdicts()).toEqual({ '200': load.count });
      expect(load.slowestMs).toBeLessThan(2_500);
      await batch.untilCompleted(ALL_DONE_WITHIN_MS);
      await batch.expectNothingDoubled();
    },
  );

  it('are all completed though the memory of Redis is full for a while', async () => {
    const batch = await BatchOfVideos.sent(scene, clip, 8);
    await own.ask((client) => client.config('SET', 'maxmemory', '1mb'));
    await expect(own.ask((client) => client.set('one more', 'x'))).rejects.toThrow(/OOM/);
    const load = await whileAsked(async () => {
      await batch.complete();
      await pause(8_000);
    });
    expect(load.verdicts()).toEqual({ '200': load.count });
    expect(await batch.completedCount()).toBeLessThan(8);
    await own.ask((client) => client.config('SET', 'maxmemory', '0'));
    await batch.untilCompleted(ALL_DONE_WITHIN_MS);
    await batch.expectNothingDoubled();
  });

  it('are all completed though Postgres is away for ten seconds, and no attempt is lost by it', async () => {
    const batch = await BatchOfVideos.inWork(scene, clip, 8);
    const load = await whileAsked(async () => {
      postgres.cut();
      await pause(10_000);
      postgres.restore();
    });
    expect(Object.keys(load.verdicts()).filter((verdict) => !/^200$|^503 /.test(verdict))).toEqual([]);
    await everyConnectionWorks();
    await batch.untilCompleted(ALL_DONE_WITHIN_MS);
    await batch.expectNothingDoubled();
    expect((await batch.steps()).filter(({ attempts }) => attempts > 1)).toEqual([]);
  });

  it('are all completed though every connection to Postgres is ended each second', async () => {
    const batch = await BatchOfVideos.inWork(scene, clip, 8);
    for (let second = 0; second < 20; second += 1) {
      await scene.sql(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND application_name LIKE 'framegate-%'`,
      );
      await pause(1_000);
    }
    await everyConnectionWorks();
    await batch.untilCompleted(ALL_DONE_WITHIN_MS);
    await batch.expectNothingDoubled();
  });

  /** More at once than the pool holds: one that is stuck would make the others wait. */
  async function everyConnectionWorks(): Promise<void> {
    await eventually(
      'all are answered',
      async () => {
        const questions = Array.from({ length: 30 }, () => person.client.get('/api/v1/quota'));
        return (await Promise.all(questions)).every(({ status }) => status === 200);
      },
      5_000,
    );
  }
});
