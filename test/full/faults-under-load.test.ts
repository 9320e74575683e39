import { setTimeout as pause } from 'node:timers/promises';
import type { ApiProcess } from '../support/api-process';
import { newEmail, PASSWORD } from '../support/people';
import { Scene } from '../support/scene';
import { TcpProxy } from '../support/tcp-proxy';
import { residentBytes } from '../support/processes';

jest.setTimeout(300_000);

const CLIENTS = 6;
const CALM_MS = 8_000;
const OUTAGE_MS = 5_000;
const GROWTH_LIMIT_BYTES = 96 * 1024 * 1024;

/** What the clients saw, and what they were promised. */
interface Ledger {
  readonly acknowledged: string[];
  readonly offences: string[];
  served: number;
  refused: number;
  unreachable: number;
}

interface Question {
  readonly method: string;
  readonly path: string;
  readonly body?: object;
  readonly token?: string;
}

/** People come, sign in, look at themselves and go, while one thing after the other is taken away. */
describe('an installation under load and faults', () => {
  let redis: TcpProxy;
  let postgres: TcpProxy;
  let scene: Scene;
  let apis: ApiProcess[];
  let ledger: Ledger;
  let isOver = false;
  let crowd: Promise<void>[];

  beforeAll(async () => {
    scene = await Scene.open((given) => given);
    redis = await TcpProxy.before(scene.variables.REDIS_URL ?? '');
    postgres = await TcpProxy.before(scene.variables.DATABASE_URL ?? '');
    apis = [await startApi(), await startApi()];
    ledger = { acknowledged: [], offences: [], served: 0, refused: 0, unreachable: 0 };
    crowd = Array.from({ length: CLIENTS }, (_, index) => visitor(index));
  });

  afterAll(async () => {
    await scene.close();
    await Promise.all([redis.close(), postgres.close()]);
  });

  const startApi = () =>
    scene.startApi({
      REDIS_URL: redis.through(scene.variables.REDIS_URL ?? ''),
      DATABASE_URL: postgres.through(scene.variables.DATABASE_URL ?? ''),
    });

  /** One life after the other, each against whichever process answers. */
  async function visitor(index: number): Promise<void> {
    for (let life = 0; !isOver; life += 1) {
      const email = newEmail(`visitor-${String(index)}`);
      const token = await ask(life, {
        method: 'POST',
        path: '/auth/register',
        body: { email, password: PASSWORD },
      });
      if (token === null) continue;
      ledger.acknowledged.push(email);
      for (let look = 0; look < 5; look += 1)
        await ask(life + look, { method: 'GET', path: '/auth/me', token });
      await ask(life, { method: 'POST', path: '/auth/logout', token });
    }
  }

  /** The access token of a good answer that has one. */
  async function ask(turn: number, { method, path, body, token }: Question): Promise<string | null> {
    const api = apis[turn % apis.length]!;
    const headers = {
      ...(body ? { 'content-type': 'application/json' } : {}),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    };
    try {
      const url = `${api.baseUrl}/api/v1${path}`;
      const answer = await fetch(url, { method, headers, body: body ? JSON.stringify(body) : null });
      const text = await answer.text();
      judge(answer.status, answer.headers.get('retry-after'), `${method} ${path} ${text}`);
      if (!answer.ok || text === '') return null;
      return (JSON.parse(text) as { access_token?: string }).access_token ?? null;
    } catch {
      ledger.unreachable += 1;
      await pause(50);
      return null;
    }
  }

  function judge(status: number, retryAfter: string | null, what: string): void {
    if (status < 400) ledger.served += 1;
    else if (status === 503 && retryAfter !== null) ledger.refused += 1;
    else ledger.offences.push(`${String(status)} ${what}`);
  }

  const servedDuring = async (milliseconds: number) => {
    const before = ledger.served;
    await pause(milliseconds);
    return ledger.served - before;
  };

  it('serves on while Redis is away, and nobody notices', async () => {
    await servedDuring(CALM_MS);
    const refusedBefore = ledger.refused;
    redis.cut();
    expect(await servedDuring(OUTAGE_MS)).toBeGreaterThan(0);
    expect(ledger.refused).toBe(refusedBefore);
    redis.restore();
  });

  it('asks to wait while Postgres is away, and serves again once it is back', async () => {
    postgres.cut();
    await pause(OUTAGE_MS);
    postgres.restore();
    await pause(OUTAGE_MS);
    expect(await servedDuring(CALM_MS)).toBeGreaterThan(0);
  });

  it('loses a process and goes on with the other', async () => {
    await apis[0]!.kill();
    expect(await servedDuring(CALM_MS)).toBeGreaterThan(0);
    apis[0] = await startApi();
    expect(await servedDuring(CALM_MS)).toBeGreaterThan(0);
  });

  it('kept every promise: no 5xx but 503, no account lost, no memory lost', async () => {
    const before = residentBytes(apis[1]!.pid);
    await servedDuring(CALM_MS * 2);
    const growth = residentBytes(apis[1]!.pid) - before;
    isOver = true;
    await Promise.all(crowd);
    expect(ledger.offences).toEqual([]);
    const kept = await scene.sql<{ email: string }>(
      'SELECT users.email FROM users WHERE users.email = ANY($1)',
      [ledger.acknowledged],
    );
    expect(kept).toHaveLength(ledger.acknowledged.length);
    expect(growth).toBeLessThan(GROWTH_LIMIT_BYTES);
  });
});
