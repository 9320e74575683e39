import type { ApiClient } from '../support/api-client';
import type { ApiProcess } from '../support/api-process';
import { eventually } from '../support/eventually';
import { logIn, register, type Person } from '../support/people';
import { Scene } from '../support/scene';

const PER_SECOND = 5;
const BURST = 20;
const TRYING_FOR_MS = 3_000;
const FELT_WITHIN_MS = 5_000;

describe('two processes of one installation', () => {
  let scene: Scene;
  let other: ApiProcess;

  beforeAll(async () => {
    scene = await Scene.open({ RATE_LIMIT_PER_SECOND: String(PER_SECOND), RATE_LIMIT_BURST: String(BURST) });
    other = await scene.startApi();
  });

  afterAll(() => scene.close());

  const both = ({ client }: { client: ApiClient }): [ApiClient, ApiClient] => [
    client,
    client.at(other.baseUrl),
  ];
  const onBoth = async (person: Person, isAsExpected: (status: number) => boolean): Promise<boolean> => {
    const answers = await Promise.all(both(person).map((client) => client.get('/api/v1/users?page_size=1')));
    return answers.every(({ status }) => isAsExpected(status));
  };

  it('count the requests of a caller together: what gets through is the burst and the rate, no more and no less', async () => {
    const person = await register(scene.client);
    const clients = both(person);
    const startedAt = performance.now();
    let allowed = 0;
    while (performance.now() - startedAt < TRYING_FOR_MS) {
      const answers = await Promise.all(clients.map((client) => client.get('/api/v1/auth/me')));
      allowed += answers.filter(({ status }) => status === 200).length;
      const refused = answers.filter(({ status }) => status !== 200).map(({ verdict }) => verdict);
      expect(refused.filter((verdict) => verdict !== '429 RATE_LIMITED')).toEqual([]);
    }
    const seconds = (performance.now() - startedAt) / 1_000;
    expect(allowed).toBeLessThanOrEqual(Math.ceil(BURST + PER_SECOND * seconds));
    expect(allowed).toBeGreaterThanOrEqual(Math.floor(BURST + PER_SECOND * (seconds - 1)));
  });

  it('say how long to wait, and who waits so long is let in', async () => {
    const person = await register(scene.client);
    const [client, elsewhere] = both(person);
    await eventually('the limit is met', async () => (await client.get('/api/v1/auth/me')).status === 429);
    const refused = await eventually('the limit is met elsewhere too', async () => {
      const answer = await elsewhere.get('/api/v1/auth/me');
      return answer.status === 429 ? answer : null;
    });
    expect(refused.errorCode).toBe('RATE_LIMITED');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit-policy')).toBe(
      `"general";q=${String(BURST)};w=${String(BURST / PER_SECOND)}`,
    );
    expect(refused.headers.get('ratelimit')).toMatch(/^"general";r=0;t=[34]$/);
    await eventually(
      'the next request is let in',
      async () => (await elsewhere.get('/api/v1/auth/me')).status === 200,
      1_500,
    );
  });

  it('do not let one caller use up what another has', async () => {
    const [greedy, modest] = [await register(scene.client), await register(scene.client)];
    await eventually(
      'the limit is met',
      async () => (await greedy.client.get('/api/v1/auth/me')).status === 429,
    );
    expect((await modest.client.get('/api/v1/auth/me')).status).toBe(200);
    expect((await logIn(scene.client, greedy.email)).user.id).toBe(greedy.user.id);
  });

  it('never count the probes', async () => {
    const probes = Array.from({ length: BURST * 3 }, () => scene.client.get('/health/live'));
    expect(new Set((await Promise.all(probes)).map(({ status }) => status))).toEqual(new Set([200]));
  });

  it('both know within five seconds that a user became an admin, and that it is over', async () => {
    const person = await register(scene.client);
    const { client } = await scene.admin();
    expect(await onBoth(person, (status) => status === 403)).toBe(true);
    await client.patch(`/api/v1/users/${person.user.id}`, { role: 'admin' });
    await eventually(
      'both let the new admin in',
      () => onBoth(person, (status) => status === 200),
      FELT_WITHIN_MS,
    );
    await client.patch(`/api/v1/users/${person.user.id}`, { role: 'user' });
    await eventually(
      'both keep the former admin out',
      () => onBoth(person, (status) => status === 403),
      FELT_WITHIN_MS,
    );
  });

  it('both know within five seconds that a user is disabled', async () => {
    const person = await register(scene.client);
    const { client } = await scene.admin();
    expect(await onBoth(person, (status) => status === 403)).toBe(true);
    await client.at(other.baseUrl).patch(`/api/v1/users/${person.user.id}`, { disabled: true });
    await eventually(
      'both keep the disabled user out',
      () => onBoth(person, (status) => status === 401),
      FELT_WITHIN_MS,
    );
  });

  it('go on when one of them is killed, and its place is taken without hand work', async () => {
    const person = await register(scene.client);
    await other.kill();
    expect((await person.client.get('/api/v1/auth/me')).status).toBe(200);
    other = await scene.startApi();
    expect((await person.client.at(other.baseUrl).get('/api/v1/auth/me')).status).toBe(200);
  });
});
