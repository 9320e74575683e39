import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { HealthChecks } from '#platform/health/health-checks';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { ask } from '../support/http-client';
import { brokenInvariants, startApi, untilRedisIsBack, type RunningApi } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { whileAway, type Absence } from '../support/while-away';

/** A check may take two seconds; the rest is for the machine that runs the test. */
const CHECK_LIMIT_MS = 2_500;
const ABSENCES = ['cut', 'blackhole'] as const;

describe('health and metrics', () => {
  let environment: TestEnvironment;
  let redis: TcpProxy;
  let postgres: TcpProxy;
  let api: RunningApi;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    redis = await TcpProxy.before(environment.variables.REDIS_URL!);
    postgres = await TcpProxy.before(environment.variables.DATABASE_URL!);
    api = await startApi(environment, {
      variables: {
        REDIS_URL: redis.through(environment.variables.REDIS_URL!),
        DATABASE_URL: postgres.through(environment.variables.DATABASE_URL!),
      },
    });
    // Without a worker the service is degraded all the time.
    await api.get(Database).query(
      `INSERT INTO processing_workers (id, host, release, slots, is_able, tools, seen_at)
       VALUES ('a worker', 'here', '1.0.0', 1, true, '{"problems": [], "sandbox": {}}', now() + interval '1 hour')`,
    );
  });

  afterAll(async () => {
    await untilRedisIsBack(api);
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await Promise.all([redis.close(), postgres.close()]);
    await environment.remove();
  });

  it('say what answers, and which release it is', async () => {
    const health = await api.get(HealthChecks).look();
    expect(health.status).toBe('ok');
    expect(health.dependencies.postgres!.facts).toEqual({
      server_version: expect.stringMatching(/^\d+/) as string,
    });
    expect(health.dependencies.redis!.facts).toEqual({
      server_version: expect.stringMatching(/^\d+/) as string,
    });
  });

  it.each(ABSENCES)('call the service degraded when Redis is gone (%s)', async (how) => {
    await away([redis], how, async () => {
      const { taken, answer } = await timed('//health');
      expect(answer.status).toBe(200);
      expect(answer.body.status).toBe('degraded');
      expect(taken).toBeLessThan(CHECK_LIMIT_MS);
      expect((await ask(api.url, '//health/ready')).status).toBe(200);
    });
  });

  it.each(ABSENCES)(
    'call the service unavailable when Postgres is gone (%s)',
    async (how) => {
      await away([postgres], how, async () => {
        const { taken, answer } = await timed('//health');
        expect(answer.status).toBe(503);
        expect(answer.body.status).toBe('unavailable');
        expect(taken).toBeLessThan(CHECK_LIMIT_MS);
        expect((await ask(api.url, '//health/ready')).body).toEqual({ ready: false });
        expect((await ask(api.url, '//health/live')).body).toEqual({ live: true });
      });
    },
    15_000,
  );

  it.each(ABSENCES)(
    'can be scraped when Postgres and Redis are gone (%s)',
    async (how) => {
      await away([postgres, redis], how, async () => {
        const { taken, answer } = await timed('//metrics');
        expect(answer.status).toBe(200);
        expect(taken).toBeLessThan(CHECK_LIMIT_MS);
        expect(valueOf('outbox_oldest_waiting_seconds', answer.body.text)).toBe('Nan');
        expect(valueOf('video_processing_queue_depth', answer.body.text)).toBe('Nan');
        expect(valueOf('video_processing_oldest_due_seconds', answer.body.text)).toBe('Nan');
      });
    },
    15_000,
  );

  it('count the connections at work and name their limit', async () => {
    const database = api.get(Database);
    const during = await api.get(UnitOfWork).run(async () => {
      await database.query('SELECT 1');
      return scrape();
    });
    expect(Number(valueOf('postgres_connections_active', during))).toBeGreaterThanOrEqual(1);
    expect(valueOf('postgres_connections_max', during)).toBe(environment.variables.DATABASE_POOL_SIZE);
  });

  it('tell how long the oldest fact has been waiting', async () => {
    expect(Number(valueOf('outbox_oldest_waiting_seconds', await scrape()))).toBe(0);
    const fact = { type: 'test.waited', subject: { type: 'test', id: '1' }, ownerId: null, data: {} };
    await api.get(UnitOfWork).run(() => api.get(FactLog).record(fact));
    await api.get(Database).query(`UPDATE outbox SET occurred_at = now() - interval '20 seconds'`);
    expect(Number(valueOf('outbox_oldest_waiting_seconds', await scrape()))).toBeGreaterThanOrEqual(20);
    await api.get(Database).query('DELETE FROM outbox');
  });

  it.each([
    'http_request_duration_seconds_count',
    'nodejs_eventloop_lag_seconds',
    'video_processing_queue_depth',
    'video_processing_steps{state="due"} 0',
    'video_processing_oldest_due_seconds 0',
    'video_uploads_total',
    'video_upload_failures_total',
  ])('publish %s', async (name) => {
    await ask(api.url, '//health/live');
    expect(await scrape()).toContain(`\n${name}`);
  });

  async function away(proxies: readonly TcpProxy[], how: Absence, work: () => Promise<void>): Promise<void> {
    await whileAway(proxies, how, work);
    await eventually('all is well again', async () => (await api.get(HealthChecks).look()).status === 'ok');
  }

  async function timed(path: string) {
    const startedAt = performance.now();
    const answer = await ask<{ status?: string; text: string }>(api.url, path);
    return { answer, taken: performance.now() - startedAt };
  }

  async function scrape(): Promise<string> {
    return (await ask<{ text: string }>(api.url, '//metrics')).body.text;
  }

  function valueOf(name: string, exposition: string): string | undefined {
    return new RegExp(`^${name} (\\S+)$`, 'm').exec(exposition)?.[1];
  }
});
