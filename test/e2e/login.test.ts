import type { Answer } from '../support/api-client';
import { eventually } from '../support/eventually';
import { newEmail, PASSWORD, register } from '../support/people';
import { Scene } from '../support/scene';
import type { ProblemBody } from '../support/wire';

const FAILURES_ALLOWED = 10;
const PAIRS = 25;
/** Without the same work for an unknown user, the ratio would be about ten. */
const INDISTINGUISHABLE = 1.5;
const AT_ONCE = 200;
/** Hashing on the main thread would make it deaf for as long as the whole crowd takes. */
const DEAF_AT_MOST_MS = 3_000;
const MEBIBYTE = 1024 * 1024;

describe('logging in', () => {
  let scene: Scene;
  let addresses = 0;

  beforeAll(async () => {
    scene = await Scene.open({ TRUSTED_PROXIES: '127.0.0.1/32' });
  });

  afterAll(() => scene.close());

  /** From another place than anybody before, unless one is given. */
  const login = (email: string, password: string, address = newAddress()): Promise<Answer> =>
    scene.client.post('/api/v1/auth/login', { email, password }, { headers: { 'x-forwarded-for': address } });
  const newAddress = (): string => `203.0.${String(addresses >> 8)}.${String(addresses++ & 255)}`;
  const verdicts = async (count: number, attempt: () => Promise<Answer>): Promise<string[]> => {
    const found: string[] = [];
    for (let index = 0; index < count; index += 1) found.push((await attempt()).verdict);
    return found;
  };

  it('says the same of an unknown user, a wrong password and a disabled account', async () => {
    const [known, disabled] = [await register(scene.client), await register(scene.client)];
    await (await scene.admin()).client.patch(`/api/v1/users/${disabled.user.id}`, { disabled: true });
    const answers = [
      await login(newEmail('nobody'), PASSWORD),
      await login(known.email, 'not the password'),
      await login(disabled.email, PASSWORD),
    ];
    const bodies = answers.map((answer) => withoutOccurrence(answer.problem));
    expect(bodies[0]).toMatchObject({ status: 401, error_code: 'INVALID_CREDENTIALS' });
    expect(bodies[1]).toEqual(bodies[0]);
    expect(bodies[2]).toEqual(bodies[0]);
    const headers = answers.map((answer) => [...answer.headers.keys()].sort());
    expect(headers[1]).toEqual(headers[0]);
    expect(headers[2]).toEqual(headers[0]);
  });

  it('takes as long for an unknown user as for a wrong password', async () => {
    const { email } = await register(scene.client);
    const unknown: number[] = [];
    const wrong: number[] = [];
    await login(newEmail('warm-up'), PASSWORD);
    for (let pair = 0; pair < PAIRS; pair += 1) {
      wrong.push(await millisecondsOf(() => login(email, 'not the password')));
      unknown.push(await millisecondsOf(() => login(newEmail('nobody'), PASSWORD)));
    }
    const ratio = median(wrong) / median(unknown);
    expect(ratio).toBeLessThan(INDISTINGUISHABLE);
    expect(ratio).toBeGreaterThan(1 / INDISTINGUISHABLE);
  });

  it('finds an account whatever the case of its address', async () => {
    const { email, user } = await register(scene.client);
    const answer = await login(email.toUpperCase(), PASSWORD);
    expect(answer.json()).toMatchObject({ user: { id: user.id, email } });
    const twin = await scene.client.post('/api/v1/auth/register', {
      email: email.toUpperCase(),
      password: PASSWORD,
    });
    expect(twin.verdict).toBe('409 EMAIL_TAKEN');
  });

  it('is refused after ten failures for an account from an address, also with the right password', async () => {
    const { email } = await register(scene.client);
    const address = newAddress();
    const failures = await verdicts(FAILURES_ALLOWED, () => login(email, 'not the password', address));
    expect(new Set(failures)).toEqual(new Set(['401 INVALID_CREDENTIALS']));
    const refused = await login(email, PASSWORD, address);
    expect(refused.verdict).toBe('429 TOO_MANY_FAILED_LOGINS');
    const wait = Number(refused.headers.get('retry-after'));
    expect(wait).toBeGreaterThan(0);
    expect(wait).toBeLessThanOrEqual(15 * 60);
    expect((await login(email, PASSWORD)).status).toBe(200);
  });

  it('is refused in the same way for an account that does not exist', async () => {
    const email = newEmail('nobody');
    const address = newAddress();
    const failures = await verdicts(FAILURES_ALLOWED + 1, () => login(email, PASSWORD, address));
    expect(failures.slice(-2)).toEqual(['401 INVALID_CREDENTIALS', '429 TOO_MANY_FAILED_LOGINS']);
  });

  it('counts every failure of a crowd that guesses at the same moment', async () => {
    const { email } = await register(scene.client);
    const address = newAddress();
    await Promise.all(
      Array.from({ length: FAILURES_ALLOWED + 5 }, () => login(email, 'not the password', address)),
    );
    expect((await login(email, PASSWORD, address)).verdict).toBe('429 TOO_MANY_FAILED_LOGINS');
  });

  it('counts the addresses of one IPv6 network as one', async () => {
    const { email } = await register(scene.client);
    let host = 0;
    const failures = await verdicts(FAILURES_ALLOWED + 1, () =>
      login(email, 'not the password', `2001:db8:0:1::${String((host += 1))}`),
    );
    expect(failures.at(-1)).toBe('429 TOO_MANY_FAILED_LOGINS');
    expect((await login(email, PASSWORD, '2001:db8:0:2::1')).status).toBe(200);
  });

  it('does not count what succeeds', async () => {
    const { email } = await register(scene.client);
    const address = newAddress();
    const all = await verdicts(FAILURES_ALLOWED + 5, () => login(email, PASSWORD, address));
    expect(new Set(all)).toEqual(new Set(['200']));
  });

  it('refuses a password of a megabyte before it costs anything', async () => {
    const before = performance.now();
    expect((await login('ada@example.org', 'x'.repeat(MEBIBYTE))).verdict).toBe('413 BODY_TOO_LARGE');
    expect((await login('ada@example.org', 'x'.repeat(1025))).verdict).toBe('422 VALIDATION_FAILED');
    expect((await login('ada@example.org', 'x'.repeat(200 * 1024))).verdict).toBe('422 VALIDATION_FAILED');
    expect(performance.now() - before).toBeLessThan(2_000);
  });

  it('takes the longest password there may be', async () => {
    const [email, password] = [newEmail(), '🔑'.repeat(512)];
    expect((await scene.client.post('/api/v1/auth/register', { email, password })).status).toBe(201);
    expect((await login(email, password)).status).toBe(200);
    expect((await login(email, password.slice(0, -2))).status).toBe(401);
  });

  it(`is answered or put off for ${String(AT_ONCE)} people at once, and the service goes on meanwhile`, async () => {
    const { email } = await register(scene.client);
    const crowd = Promise.all(Array.from({ length: AT_ONCE }, () => login(email, PASSWORD)));
    const slowest = await slowestProbeUntil(crowd);
    const found = (await crowd).map((answer) => answer.verdict);
    expect(found.filter((verdict) => verdict !== '200' && verdict !== '503 TOO_MANY_LOGINS_AT_ONCE')).toEqual(
      [],
    );
    expect(found.filter((verdict) => verdict === '200').length).toBeGreaterThanOrEqual(50);
    expect(slowest).toBeLessThan(DEAF_AT_MOST_MS);
  });

  /** How long the process was deaf at worst while something else went on. */
  async function slowestProbeUntil(work: Promise<unknown>): Promise<number> {
    let isOver = false;
    void work.then(() => (isOver = true));
    let slowest = 0;
    await eventually(
      'the crowd is served',
      async () => {
        slowest = Math.max(slowest, await millisecondsOf(() => scene.client.get('/health/live')));
        return isOver;
      },
      30_000,
    );
    return slowest;
  }
});

function withoutOccurrence(problem: ProblemBody): ProblemBody {
  return { ...problem, request_id: '', timestamp: '' };
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

function median(values: readonly number[]): number {
  return [...values].sort((one, other) => one - other)[values.length >> 1] ?? Number.NaN;
}
