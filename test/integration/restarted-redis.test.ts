import type { INestApplicationContext } from '@nestjs/common';
import { RedisCache, shapeOf } from '#platform/cache/redis-cache';
import { RedisCourier } from '#platform/redis/redis-courier';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { OwnRedis } from '../support/own-redis';
import { startApiContext, untilRedisIsBack } from '../support/running-app';

const PLACE = { entry: 'entry', epoch: 'epoch' };
const KIND = {
  name: 'test',
  lastingSeconds: 120,
  shape: shapeOf('one'),
  write: (value: string) => value,
  read: (text: string) => text,
};

if (!OwnRedis.isAvailable)
  it.skip('a Redis that restarts: there is no redis-server for a test of its own', () => undefined);

(OwnRedis.isAvailable ? describe : describe.skip)('the cache in a Redis', () => {
  let environment: TestEnvironment;
  let redis: OwnRedis;
  let app: INestApplicationContext;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    redis = await OwnRedis.start();
    app = await startApiContext(environment, { variables: { REDIS_URL: redis.url } });
  });

  beforeEach(() => redis.ask((server) => server.flushall()));

  afterAll(async () => {
    await untilRedisIsBack(app);
    await app.close();
    await redis.remove();
    await environment.remove();
  });

  const read = (value: string) => app.get(RedisCache).read(KIND, PLACE, () => Promise.resolve(value));
  const settled = () => app.get(RedisCourier).ask((courier) => courier.ping());

  async function keep(value: string): Promise<void> {
    await read(value);
    await read(value);
    await settled();
    expect(await read('not asked for')).toBe(value);
  }

  it('that is emptied has nothing, and is filled again', async () => {
    await keep('old');
    await redis.ask((server) => server.flushall());
    expect(await read('new')).toBe('new');
    await keep('new');
  });

  it('that is restarted, and remembers what it had forgotten, is not believed', async () => {
    await keep('old');
    await redis.ask((server) => server.save());
    await app.get(RedisCache).forget(Object.values(PLACE));
    await redis.halt();
    await redis.start();
    const { REDIS_PREFIX: prefix = '' } = environment.variables;
    const keys = Object.values(PLACE).map((name) => `${prefix}:${name}`);
    expect(await redis.ask((server) => server.exists(...keys))).toBe(2);
    await eventually('Redis is reached', () =>
      settled().then(
        () => true,
        () => false,
      ),
    );
    expect(await read('new')).toBe('new');
    await settled();
    expect(await read('newer')).toBe('new');
  });
});
