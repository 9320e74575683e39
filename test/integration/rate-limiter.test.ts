import type { INestApplicationContext } from '@nestjs/common';
import type { RatePolicy } from '#platform/http/rate-limit/gcra';
import { RateLimiter } from '#platform/http/rate-limit/rate-limiter';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, untilRedisIsBack } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway } from '../support/while-away';

/** So slow that nothing comes back while a test runs: verdicts depend on the sequence alone. */
const HARDLY_REFILLED = 1 / 1_000;
const SLOW_MS = 100;

describe('the rate limiter', () => {
  let environment: TestEnvironment;
  let proxy: TcpProxy;
  let beside: INestApplicationContext;
  let app: INestApplicationContext;
  let limiter: RateLimiter;
  let policies = 0;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    proxy = await TcpProxy.before(environment.variables.REDIS_URL!);
    const variables = { REDIS_URL: proxy.through(environment.variables.REDIS_URL!) };
    app = await startApiContext(environment, { variables });
    beside = await startApiContext(environment);
    limiter = app.get(RateLimiter);
  });

  afterAll(async () => {
    await untilRedisIsBack(app);
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await beside.close();
    await proxy.close();
    await environment.remove();
  });

  it('gives the same verdicts with Redis and without it', async () => {
    const policy = newPolicy({ burst: 5 });
    const shared = await verdictsOf(policy);
    const alone = await whileAway([proxy], 'cut', async () => {
      await untilAlone();
      return verdictsOf(policy);
    });
    await untilShared();
    expect(alone).toEqual(shared);
    expect(shared).toEqual([
      { cost: 1, isAllowed: true, remaining: 4, retryAfterSeconds: 0, resetSeconds: 1_000 },
      { cost: 0, isAllowed: true, remaining: 4, retryAfterSeconds: 0, resetSeconds: 1_000 },
      { cost: 3, isAllowed: true, remaining: 1, retryAfterSeconds: 0, resetSeconds: 4_000 },
      { cost: 2, isAllowed: false, remaining: 1, retryAfterSeconds: 1_000, resetSeconds: 4_000 },
      { cost: 1, isAllowed: true, remaining: 0, retryAfterSeconds: 0, resetSeconds: 5_000 },
      { cost: 1, isAllowed: false, remaining: 0, retryAfterSeconds: 1_000, resetSeconds: 5_000 },
    ]);
  });

  it.each([1, 3, 6, 7, 11, 13])(
    'lets the first request through at %d a second and a burst of one',
    async (perSecond) => {
      const policy = newPolicy({ burst: 1, perSecond });
      expect((await limiter.take(policy, 'somebody')).isAllowed).toBe(true);
      expect((await limiter.take(policy, 'somebody else')).isAllowed).toBe(true);
    },
  );

  it('counts one caller over all processes, and each caller apart', async () => {
    const policy = newPolicy({ burst: 10 });
    const limiters = [limiter, beside.get(RateLimiter)];
    const takes = Array.from({ length: 40 }, (_, index) => limiters[index % 2]!.take(policy, 'one caller'));
    const allowed = (await Promise.all(takes)).filter(({ isAllowed }) => isAllowed);
    expect(allowed).toHaveLength(10);
    expect((await limiter.take(policy, 'another caller')).isAllowed).toBe(true);
  });

  it('counts alone while Redis is away, by the stricter policy where there is one, and shares again afterwards', async () => {
    const policy = newPolicy({ burst: 10 });
    const whenAlone = newPolicy({ burst: 2 });
    expect((await limiter.take(policy, 'caller', { whenAlone })).remaining).toBe(9);
    const take = () => limiter.take(policy, 'caller', { whenAlone });
    const alone = await whileAway([proxy], 'cut', async () => {
      await untilAlone();
      return [await take(), await take(), await take(), await take()];
    });
    expect(alone.map(({ isAllowed }) => isAllowed)).toEqual([true, true, false, false]);
    await untilShared();
    expect((await take()).remaining).toBe(8);
  });

  it('loses at most one slow call a second to a Redis that takes everything and never answers', async () => {
    const policy = newPolicy({ burst: 1_000_000 });
    const taken = await whileAway([proxy], 'blackhole', () =>
      timesFor(3_000, () => limiter.take(policy, 'patient')),
    );
    const slow = taken.filter((milliseconds) => milliseconds > SLOW_MS);
    expect(slow.length).toBeGreaterThan(0);
    expect(slow.length).toBeLessThanOrEqual(3);
    expect(Math.max(...slow)).toBeLessThan(1_000);
    expect(taken.length).toBeGreaterThan(100);
    await untilShared();
  });

  /** How long each call took, of those that fit into so much time. */
  async function timesFor(milliseconds: number, call: () => Promise<unknown>): Promise<number[]> {
    const times: number[] = [];
    const end = performance.now() + milliseconds;
    while (performance.now() < end) {
      const calledAt = performance.now();
      await call();
      times.push(performance.now() - calledAt);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return times;
  }

  function newPolicy({
    burst,
    perSecond = HARDLY_REFILLED,
  }: {
    burst: number;
    perSecond?: number;
  }): RatePolicy {
    policies += 1;
    return { name: `policy-${String(policies)}`, perSecond, burst };
  }

  async function verdictsOf(policy: RatePolicy) {
    const verdicts = [];
    for (const cost of [1, 0, 3, 2, 1, 1]) {
      const verdict = await limiter.take(policy, 'caller', { cost });
      const { retryAfterSeconds, resetSeconds } = verdict;
      // What passes between two calls is microseconds out of a thousand seconds.
      verdicts.push({
        cost,
        ...verdict,
        retryAfterSeconds: Math.round(retryAfterSeconds),
        resetSeconds: Math.round(resetSeconds),
      });
    }
    return verdicts;
  }

  /** A bucket that the other process has emptied looks full to a process that counts alone. */
  async function sharesWithTheOther(): Promise<boolean> {
    const probe = newPolicy({ burst: 1 });
    await beside.get(RateLimiter).take(probe, 'probe');
    return !(await limiter.take(probe, 'probe')).isAllowed;
  }

  async function untilAlone(): Promise<void> {
    await eventually('the limiter counts alone', async () => !(await sharesWithTheOther()));
  }

  async function untilShared(): Promise<void> {
    await eventually('the limiter counts with others', sharesWithTheOther);
  }
});
