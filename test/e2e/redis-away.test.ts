import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { eventually } from '../support/eventually';
import { accessTokenFor, readPart } from '../support/forged-tokens';
import { PASSWORD, register, type Person } from '../support/people';
import { SteadyLoad } from '../support/steady-load';
import { Scene } from '../support/scene';
import { testServers } from '../support/servers';
import { TcpProxy } from '../support/tcp-proxy';
import type { HealthBody } from '../support/wire';

const OUTAGE_MS = 30_000;
const FELT_WITHIN_MS = 5_000;
const LOGINS_PER_MINUTE = 40;
/** What one process allows by itself, when it cannot count together with the others. */
const LOGINS_ALONE = LOGINS_PER_MINUTE / 4;

/** One process loses Redis by a cut, the other by silence; both for half a minute, under requests. */
describe('while Redis is away for thirty seconds', () => {
  let scene: Scene;
  let other: ApiProcess;
  let cut: TcpProxy;
  let silent: TcpProxy;
  let person: Person;
  let loads: readonly SteadyLoad[];
  let outageBeganAt: number;

  beforeAll(async () => {
    const { redisUrl } = testServers();
    [cut, silent] = await Promise.all([TcpProxy.before(redisUrl), TcpProxy.before(redisUrl)]);
    scene = await Scene.open({
      REDIS_URL: cut.through(redisUrl),
      AUTH_RATE_LIMIT_PER_MINUTE: String(LOGINS_PER_MINUTE),
    });
    other = await scene.startApi({ REDIS_URL: silent.through(redisUrl) });
    await scene.admin();
    person = await register(scene.client);
    loads = everywhere(person.client).map((client) => new SteadyLoad(() => client.get('/api/v1/auth/me')));
    cut.cut();
    silent.blackhole();
    outageBeganAt = performance.now();
  });

  afterAll(async () => {
    await Promise.all(loads.map((load) => load.stop()));
    await scene.close();
    await Promise.all([cut.close(), silent.close()]);
  });

  const everywhere = (client: ApiClient): [ApiClient, ApiClient] => [client, client.at(other.baseUrl)];

  it('both processes say that they are degraded, and that they are ready', async () => {
    for (const client of everywhere(scene.client)) {
      const health = await client.get('/health');
      expect([health.status, health.json<HealthBody>().status]).toEqual([200, 'degraded']);
      expect((await client.get('/health/ready')).status).toBe(200);
    }
  });

  it('an admin sees what is away', async () => {
    const admin = await scene.admin();
    for (const client of everywhere(admin.client)) {
      const { dependencies } = (await client.get('/health')).json<HealthBody>();
      expect(dependencies).toMatchObject({ postgres: { status: 'ok' }, redis: { status: 'away' } });
    }
  });

  it('logins are still limited, more strictly than before', async () => {
    for (const client of everywhere(scene.client)) {
      const credentials = { email: person.email, password: PASSWORD };
      const verdicts: string[] = [];
      for (let attempt = 0; attempt < LOGINS_ALONE * 2; attempt += 1) {
        verdicts.push((await client.post('/api/v1/auth/login', credentials)).verdict);
      }
      const allowed = verdicts.filter((verdict) => verdict === '200').length;
      expect(allowed).toBeGreaterThanOrEqual(LOGINS_ALONE);
      expect(allowed).toBeLessThanOrEqual(LOGINS_ALONE + 3);
      expect(verdicts.filter((verdict) => verdict !== '200' && verdict !== '429 RATE_LIMITED')).toEqual([]);
    }
  });

  it('a change of role is felt on both within five seconds', async () => {
    const { client } = await scene.admin();
    const statuses = () =>
      Promise.all(everywhere(person.client).map(async (api) => (await api.get('/api/v1/users')).status));
    expect(await statuses()).toEqual([403, 403]);
    await client.patch(`/api/v1/users/${person.user.id}`, { role: 'admin' });
    await eventually(
      'both let the new admin in',
      async () => String(await statuses()) === '200,200',
      FELT_WITHIN_MS,
    );
  });

  it('disabling a user is felt on both within five seconds', async () => {
    const { client } = await scene.admin();
    const token = accessTokenFor(scene.variables, await sessionOfSomebody());
    const statuses = () =>
      Promise.all(
        everywhere(scene.client.as(token)).map(async (api) => (await api.get('/api/v1/auth/me')).status),
      );
    expect(await statuses()).toEqual([200, 200]);
    const { sub } = readPart(token.split('.')[1] ?? '');
    await client.patch(`/api/v1/users/${String(sub)}`, { disabled: true });
    await eventually(
      'both keep the disabled user out',
      async () => String(await statuses()) === '401,401',
      FELT_WITHIN_MS,
    );
  });

  it('metrics are read without waiting for it', async () => {
    for (const client of everywhere(scene.client)) {
      const startedAt = performance.now();
      expect((await client.get('/metrics')).text).toMatch(/^video_processing_queue_depth nan$/im);
      expect(performance.now() - startedAt).toBeLessThan(2_000);
    }
  });

  it('no request fails in all this time, and none waits long', async () => {
    await eventually(
      'half a minute is over',
      () => performance.now() - outageBeganAt > OUTAGE_MS,
      OUTAGE_MS * 2,
    );
    for (const load of loads) {
      expect(load.verdicts()).toEqual({ '200': load.count });
      expect(load.count).toBeGreaterThan(500);
      expect(load.slowestMs).toBeLessThan(2_500);
    }
  });

  it('and afterwards both are whole again within five seconds, without a restart', async () => {
    cut.restore();
    silent.restore();
    for (const client of everywhere(scene.client)) {
      await eventually(
        'health is ok again',
        async () => (await client.get('/health')).json<HealthBody>().status === 'ok',
        FELT_WITHIN_MS,
      );
    }
    for (const api of [scene.api, other]) {
      expect(api.log.find('redis is out of reach')).toBeDefined();
      expect(api.log.find('redis is back')).toBeDefined();
    }
    await Promise.all(loads.map((load) => load.stop()));
    for (const load of loads) expect(load.verdicts()).toEqual({ '200': load.count });
  });

  it('and limits are counted together again', async () => {
    const credentials = { email: person.email, password: PASSWORD };
    const [one, two] = everywhere(scene.client);
    const policies = await Promise.all(
      [one, two].map((client) => client.post('/api/v1/auth/login', credentials)),
    );
    const left = policies.map((answer) => Number(/r=(\d+)/.exec(answer.headers.get('ratelimit') ?? '')?.[1]));
    expect(Math.abs((left[0] ?? 0) - (left[1] ?? 0))).toBe(1);
  });

  /** Made in the database: a login would be one too many by now. */
  async function sessionOfSomebody(): Promise<{ userId: string; sessionId: string }> {
    const [userId, sessionId] = [randomUUID(), randomUUID()];
    await scene.sql(`INSERT INTO users (id, email, password_hash) VALUES ($1, 'gone@example.org', '')`, [
      userId,
    ]);
    await scene.sql(
      `INSERT INTO sessions (id, user_id, address, expires_at) VALUES ($1, $2, '127.0.0.1', now() + interval '1 day')`,
      [sessionId, userId],
    );
    await scene.sql(
      `INSERT INTO refresh_tokens (hash, session_id, expires_at) VALUES ('\\x00', $1, now() + interval '1 hour')`,
      [sessionId],
    );
    return { userId, sessionId };
  }
});
