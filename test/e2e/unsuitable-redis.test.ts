import { BuiltProcess } from '../support/built-process';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { OwnRedis } from '../support/own-redis';

if (!OwnRedis.isAvailable)
  it.skip('a Redis that evicts: there is no redis-server for a test of its own', () => undefined);

(OwnRedis.isAvailable ? describe : describe.skip)('a Redis that throws keys away', () => {
  let environment: TestEnvironment;
  let redis: OwnRedis;

  beforeAll(async () => {
    redis = await OwnRedis.start({ 'maxmemory-policy': 'allkeys-lru' });
    environment = await createTestEnvironment({ REDIS_URL: redis.url });
  });

  afterAll(async () => {
    await redis.remove();
    await environment.remove();
  });

  it.each(['main.js', 'worker.js'])('is refused by %s, which says what to do', async (script) => {
    const refusing = new BuiltProcess(script, environment.variables);
    expect(await refusing.exited).toEqual({ code: 1, signal: null });
    expect(refusing.log.text).toMatch(/maxmemory-policy is allkeys-lru.*noeviction.*REDIS_EVICTION=warn/);
  });

  it('is put up with where the operator says so, and warned of', async () => {
    const worker = new BuiltProcess('worker.js', { ...environment.variables, REDIS_EVICTION: 'warn' });
    await worker.ready('worker ready');
    const warning = 'redis throws keys away when its memory is full: work may be lost for minutes';
    expect(worker.log.find(warning, { policy: 'allkeys-lru' })).toBeDefined();
    expect((await worker.stop()).code).toBe(0);
  });

  it('is no longer refused once it keeps them; that it forgets them when it restarts is only told', async () => {
    await redis.ask((client) => client.config('SET', 'maxmemory-policy', 'noeviction'));
    const worker = new BuiltProcess('worker.js', environment.variables);
    await worker.ready('worker ready');
    const told = worker.log.find(
      'redis forgets its queue when it restarts; the work is offered again from the record',
    );
    expect(told?.level).toBe(30);
    expect((await worker.stop()).code).toBe(0);
  });
});
