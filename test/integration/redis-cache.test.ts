import { randomUUID } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RedisCache, shapeOf, type CacheKind, type CachePlace } from '#platform/cache/redis-cache';
import { MetricsRegistry } from '#platform/metrics/metrics-registry';
import { RedisCourier } from '#platform/redis/redis-courier';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { startApiContext, untilRedisIsBack } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway } from '../support/while-away';

const LASTING_SECONDS = 120;
const KIND: CacheKind<string> = {
  name: 'test',
  lastingSeconds: LASTING_SECONDS,
  shape: shapeOf('one'),
  write: (value) => (value === 'worthless' ? null : value),
  read: (text) => text,
};

describe('the cache in Redis', () => {
  let environment: TestEnvironment;
  let redis: Redis;
  let proxy: TcpProxy;
  let one: INestApplicationContext;
  /** Reaches Redis by a way that can be cut. */
  let other: INestApplicationContext;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const { REDIS_URL: url = '' } = environment.variables;
    redis = new Redis(url);
    proxy = await TcpProxy.before(url);
    one = await startApiContext(environment);
    other = await startApiContext(environment, { variables: { REDIS_URL: proxy.through(url) } });
    // Nothing is trusted that was asked for before a process began to.
    for (const app of [one, other]) await read(newPlace(), 'first', { app });
  });

  afterAll(async () => {
    await Promise.all([untilRedisIsBack(one), untilRedisIsBack(other)]);
    await one.close();
    await other.close();
    await proxy.close();
    redis.disconnect();
    await environment.remove();
  });

  const newPlace = (epoch: string = randomUUID()): CachePlace => ({ entry: randomUUID(), epoch });
  const read = (place: CachePlace, value: string, { app = one, kind = KIND } = {}): Promise<string> =>
    app.get(RedisCache).read(kind, place, () => Promise.resolve(value));
  const forget = (keys: readonly string[], app = one): Promise<void> => app.get(RedisCache).forget(keys);
  /** Questions of one connection are answered in their order: what was asked before has been done. */
  const settled = (app = one) => app.get(RedisCourier).ask((courier) => courier.ping());
  const keyOf = (name: string) => `${environment.variables.REDIS_PREFIX!}:${name}`;

  /** What is asked for twice is kept. */
  async function keep(place: CachePlace, value: string, app = one): Promise<void> {
    await read(place, value, { app });
    await read(place, value, { app });
    await settled(app);
  }

  /** Begins to load, and ends when it is told what was found. */
  async function beginToLoad(place: CachePlace, app = one) {
    let finish: (value: string) => void = () => undefined;
    const found = new Promise<string>((resolve) => (finish = resolve));
    let begin: () => void = () => undefined;
    const hasBegun = new Promise<void>((resolve) => (begin = resolve));
    const reading = app.get(RedisCache).read(KIND, place, () => {
      begin();
      return found;
    });
    await hasBegun;
    return async (value: string): Promise<void> => {
      finish(value);
      await reading;
      await settled(app);
    };
  }

  it('keeps what is asked for twice, for all processes, for as long as its kind lasts', async () => {
    const place = newPlace();
    expect([await read(place, 'first'), await read(place, 'second')]).toEqual(['first', 'second']);
    await settled();
    expect([await read(place, 'third'), await read(place, 'third', { app: other })]).toEqual([
      'second',
      'second',
    ]);
    for (const name of [place.entry, place.epoch]) {
      const left = await redis.pttl(keyOf(name));
      expect(left).toBeGreaterThan((LASTING_SECONDS - 30) * 1_000);
      expect(left).toBeLessThanOrEqual((LASTING_SECONDS + 30) * 1_000);
    }
    const left = await redis.pttl(keyOf(place.entry));
    expect(left).toBeLessThanOrEqual(LASTING_SECONDS * 1_000);
  });

  it('keeps nothing of what is asked for once, nor what is not worth it', async () => {
    const [once, worthless] = [newPlace(), newPlace()];
    await read(once, 'one');
    await keep(worthless, 'worthless');
    const kept = await redis.exists(keyOf(once.entry), keyOf(worthless.entry));
    expect(kept).toBe(0);
  });

  it('forgets at once, for all processes, everything of one epoch', async () => {
    const epoch = randomUUID();
    const [here, there, beside] = [newPlace(epoch), newPlace(epoch), newPlace()];
    for (const place of [here, there, beside]) await keep(place, 'old');
    await forget([epoch], other);
    expect(await Promise.all([here, there, beside].map((place) => read(place, 'new')))).toEqual([
      'new',
      'new',
      'old',
    ]);
  });

  it('does not keep what was loaded before it was forgotten, and ends to load after it', async () => {
    const [changed, left] = [newPlace(), newPlace()];
    for (const place of [changed, left]) await read(place, 'old');
    const finish = await Promise.all([beginToLoad(changed), beginToLoad(left)]);
    await forget([changed.epoch], other);
    for (const each of finish) await each('old');
    expect([await read(changed, 'new'), await read(left, 'new')]).toEqual(['new', 'old']);
    // Nor when others have begun to keep it again meanwhile.
    await read(changed, 'new');
    const late = await beginToLoad(newPlace(changed.epoch));
    await forget([changed.epoch], other);
    await keep(changed, 'newer');
    await late('old');
    expect(await read(changed, 'newest')).toBe('newer');
  });

  it('does not read what another release has kept in another shape', async () => {
    const place = newPlace();
    await keep(place, 'old');
    expect(await read(place, 'new', { kind: { ...KIND, shape: shapeOf('other') } })).toBe('new');
    await settled();
    expect(await read(place, 'newer')).toBe('newer');
  });

  it('loads without waiting while Redis is away, and counts that', async () => {
    const place = newPlace();
    await keep(place, 'kept', other);
    await whileAway([proxy], 'cut', async () => {
      await eventually(
        'Redis is away',
        async () => (await read(place, 'loaded', { app: other })) === 'loaded',
      );
      const before = await readsOf(other);
      const startedAt = performance.now();
      for (let count = 0; count < 100; count += 1)
        expect(await read(place, 'loaded', { app: other })).toBe('loaded');
      expect(performance.now() - startedAt).toBeLessThan(500);
      expect((await readsOf(other)).away).toBe(before.away + 100);
    });
    await untilReached(other);
  });

  it('trusts nothing of before in a process that could not make it forget, and is told when it is back', async () => {
    const place = newPlace();
    await read(place, 'old', { app: other });
    const finish = await beginToLoad(place, other);
    await keep(place, 'old', other);
    await whileAway([proxy], 'blackhole', () => forget([place.epoch, place.entry], other));
    await untilReached(other);
    // Also not what it kept later, when it had begun to load it before.
    await finish('old');
    expect(await read(place, 'new', { app: other })).toBe('new');
    await eventually(
      'nobody is told the old any more',
      async () => (await read(place, 'new', { app: one })) === 'new',
    );
  });

  it('tells how often it is hit', async () => {
    const place = newPlace();
    const before = await readsOf(one);
    await keep(place, 'value');
    for (let count = 0; count < 3; count += 1) await read(place, 'value');
    const after = await readsOf(one);
    expect([after.miss - before.miss, after.hit - before.hit]).toEqual([2, 3]);
  });

  async function readsOf(
    app: INestApplicationContext,
  ): Promise<Readonly<Record<'hit' | 'miss' | 'away', number>>> {
    const metric = app.get(MetricsRegistry).registry.getSingleMetric('cache_reads_total');
    const { values } = await metric!.get();
    const counts = values.filter(({ labels }) => labels.cache === KIND.name);
    const found = Object.fromEntries(counts.map(({ labels, value }) => [String(labels.result), value]));
    return { hit: 0, miss: 0, away: 0, ...found };
  }

  async function untilReached(app: INestApplicationContext): Promise<void> {
    await eventually('Redis is reached', () =>
      settled(app).then(
        () => true,
        () => false,
      ),
    );
  }
});
