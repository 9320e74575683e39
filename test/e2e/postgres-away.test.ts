import type { Answer } from '../support/api-client';
import { eventually } from '../support/eventually';
import { newEmail, PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { testServers } from '../support/servers';
import { TcpProxy } from '../support/tcp-proxy';
import type { HealthBody } from '../support/wire';

const BACK_WITHIN_MS = 5_000;
/** A request must not hang on a silent database: whoever waits behind it would time out first. */
const ANSWERED_WITHIN_MS = 10_000;

describe('while Postgres', () => {
  let scene: Scene;
  let proxy: TcpProxy;
  let person: Person;
  let pid: number;

  beforeAll(async () => {
    const { databaseUrl } = testServers();
    proxy = await TcpProxy.before(databaseUrl);
    scene = await Scene.open(({ DATABASE_URL = '' }) => ({ DATABASE_URL: proxy.through(DATABASE_URL) }));
    person = await register(scene.client);
    pid = scene.api.pid;
  });

  afterAll(async () => {
    proxy.restore();
    await scene.close();
    await proxy.close();
  });

  const withinLimit = async (asked: Promise<Answer>): Promise<Answer> => {
    const startedAt = performance.now();
    const answer = await asked;
    expect(performance.now() - startedAt).toBeLessThan(ANSWERED_WITHIN_MS);
    return answer;
  };

  describe.each<['is gone' | 'has fallen silent']>([['is gone'], ['has fallen silent']])('%s', (what) => {
    beforeAll(async () => {
      const everyConnection = Array.from({ length: 5 }, () => person.client.get('/api/v1/auth/me'));
      expect((await Promise.all(everyConnection)).map(({ status }) => status)).toEqual(Array(5).fill(200));
      if (what === 'is gone') proxy.cut();
      else proxy.blackhole();
    });

    it('the process is alive and not ready, and its health is 503', async () => {
      const { client } = scene;
      expect((await client.get('/health/live')).status).toBe(200);
      expect((await withinLimit(client.get('/health/ready'))).status).toBe(503);
      const health = await withinLimit(client.get('/health'));
      expect([health.status, health.json<HealthBody>().status]).toEqual([503, 'unavailable']);
    });

    it('every route that needs it answers 503 with Retry-After, in time', async () => {
      const { client } = scene;
      const requests: readonly (() => Promise<Answer>)[] = [
        () => person.client.get('/api/v1/auth/me'),
        () => person.client.post('/api/v1/auth/logout', {}),
        () => client.post('/api/v1/auth/register', { email: newEmail(), password: PASSWORD }),
        () => client.post('/api/v1/auth/login', { email: person.email, password: PASSWORD }),
        () => client.post('/api/v1/auth/refresh', { refresh_token: person.session.refresh_token }),
      ];
      const answers = await Promise.all(requests.map((request) => withinLimit(request())));
      expect(answers.map(({ verdict }) => verdict)).toEqual(answers.map(() => '503 DEPENDENCY_UNAVAILABLE'));
      expect(answers.filter(({ headers }) => !headers.has('retry-after'))).toEqual([]);
    });

    it('what needs no database is answered as ever', async () => {
      const { client } = scene;
      expect((await client.get('/api/v1/auth/me')).status).toBe(401);
      expect((await client.get('/nowhere')).status).toBe(404);
      expect((await client.post('/api/v1/auth/login', {})).status).toBe(422);
      expect((await withinLimit(client.get('/metrics'))).status).toBe(200);
      expect((await fetch(`${client.baseUrl}/openapi.json`)).status).toBe(200);
    });

    it('and within five seconds of its return everything works, in the same process', async () => {
      proxy.restore();
      await eventually(
        'health is ok',
        async () => (await scene.client.get('/health')).status === 200,
        BACK_WITHIN_MS,
      );
      await eventually(
        'me is answered',
        async () => (await person.client.get('/api/v1/auth/me')).status === 200,
        BACK_WITHIN_MS,
      );
      expect((await register(scene.client)).user.role).toBe('user');
      expect((await scene.client.get('/health/ready')).status).toBe(200);
      expect(scene.api.pid).toBe(pid);
      expect(scene.api.isRunning).toBe(true);
    });

    it('and the worker publishes what happened before and after', async () => {
      await eventually('no fact waits', async () => {
        const waiting = await scene.sql('SELECT id FROM outbox WHERE position IS NULL');
        return waiting.length === 0;
      });
    });
  });
});
