import type { ApiClient, Answer } from '../support/api-client';
import { eventually } from '../support/eventually';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type { HealthBody, UserBody } from '../support/wire';

const ALLOWED = 'https://app.example.org';

describe('what every answer shares:', () => {
  let scene: Scene;
  let client: ApiClient;
  let person: Person;

  beforeAll(async () => {
    scene = await Scene.open({ ALLOWED_ORIGINS: `${ALLOWED},http://localhost:5173` });
    client = scene.client;
    person = await register(client);
  });

  afterAll(() => scene.close());

  describe('browsers of other origins', () => {
    const from = (origin: string): Promise<Answer> =>
      person.client.get('/api/v1/auth/me', { headers: { origin } });

    it.each([ALLOWED, 'http://localhost:5173'])('%s may read answers, good and bad', async (origin) => {
      const answers = [await from(origin), await client.get('/api/v1/auth/me', { headers: { origin } })];
      for (const { headers } of answers) {
        expect(headers.get('access-control-allow-origin')).toBe(origin);
        expect(headers.get('vary')).toContain('Origin');
        expect(headers.get('access-control-allow-credentials')).toBeNull();
      }
    });

    it.each([
      'null',
      'https://app.example.org.evil.com',
      'https://evil-app.example.org',
      'https://xapp.example.org',
      'http://app.example.org',
      'https://app.example.org:8443',
      'https://APP.example.org',
      'https://app.example.org/',
      'http://localhost:3000',
      '*',
    ])('%s may not', async (origin) => {
      const { headers } = await from(origin);
      expect(headers.get('access-control-allow-origin')).toBeNull();
      expect(headers.get('vary')).toContain('Origin');
    });

    it('are told beforehand what they may send, for fifty minutes', async () => {
      const headers = {
        origin: ALLOWED,
        'access-control-request-method': 'PATCH',
        'access-control-request-headers': 'authorization,content-type',
      };
      const answer = await client.ask('OPTIONS', '/api/v1/users/0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4', {
        headers,
      });
      expect(answer.status).toBe(204);
      expect(answer.headers.get('access-control-max-age')).toBe('3000');
      expect(listIn(answer, 'access-control-allow-methods')).toEqual([
        'DELETE',
        'GET',
        'HEAD',
        'PATCH',
        'POST',
        'PUT',
      ]);
      expect(listIn(answer, 'access-control-allow-headers')).toEqual(['authorization', 'content-type']);
      const evil = await client.ask('OPTIONS', '/api/v1/auth/me', {
        headers: { ...headers, origin: 'https://evil.example' },
      });
      expect(evil.headers.get('access-control-allow-origin')).toBeNull();
    });

    it('can read the headers that clients need', async () => {
      const exposed = listIn(await from(ALLOWED), 'access-control-expose-headers');
      expect(exposed).toEqual(
        expect.arrayContaining([
          'ETag',
          'Location',
          'RateLimit',
          'RateLimit-Policy',
          'Retry-After',
          'Tus-Resumable',
          'Upload-Offset',
          'X-Request-Id',
        ]),
      );
    });
  });

  describe('the id of a request', () => {
    const idOf = async (offered: string): Promise<string> =>
      (await client.get('/health/live', { headers: { 'x-request-id': offered } })).headers.get(
        'x-request-id',
      ) ?? '';

    it.each(['order-17-4e7d1a8c', '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4', 'a'.repeat(128)])(
      '%s is taken',
      async (offered) => {
        expect(await idOf(offered)).toBe(offered);
      },
    );

    it.each([
      'short',
      'a'.repeat(129),
      'with space here',
      'semi;colon-and-more',
      '../../../etc/passwd',
      '{"$ne":1}-----',
    ])('%s is replaced by one of ours', async (offered) => {
      expect(await idOf(offered)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-/);
    });

    it('stands in the log line of the request, which carries no query', async () => {
      const id = 'find-me-in-the-log';
      await person.client.get('/api/v1/auth/me?secret=canary-in-query', { headers: { 'x-request-id': id } });
      const line = await scene.api.log.line('request', { request_id: id });
      expect(line).toMatchObject({
        method: 'GET',
        path: '/api/v1/auth/me',
        operation: 'readMe',
        user_id: person.user.id,
      });
      expect(scene.api.log.text).not.toContain('canary-in-query');
    });
  });

  describe('an answer of data', () => {
    it('says to caches on what it depends, whoever asks', async () => {
      const { headers } = await person.client.get('/api/v1/auth/me');
      expect([headers.get('vary'), headers.get('access-control-allow-origin')]).toEqual([
        'Origin, Accept-Encoding',
        null,
      ]);
    });

    it('has the length to HEAD that it has to GET, and no body', async () => {
      const whole = await person.client.get('/api/v1/auth/me');
      const head = await person.client.ask('HEAD', '/api/v1/auth/me');
      const names = ['content-length', 'content-type', 'cache-control', 'vary'];
      const told = ({ headers }: Answer) => names.map((name) => headers.get(name));
      expect([head.status, head.text, told(head)]).toEqual([200, '', told(whole)]);
      expect(Number(whole.headers.get('content-length'))).toBe(Buffer.byteLength(whole.text));
    });

    it('is compressed where it is worth it, and the same behind that', async () => {
      for (let count = 0; count < 8; count += 1) await register(scene.client, 'crowd');
      const { client: admin } = await scene.admin();
      const list = (encoding: string) =>
        admin.get('/api/v1/users?page_size=8', { headers: { 'accept-encoding': encoding } });
      const [plain, compressed] = [await list('identity'), await list('gzip')];
      expect(plain.text.length).toBeGreaterThan(1024);
      expect([plain.headers.get('content-encoding'), compressed.headers.get('content-encoding')]).toEqual([
        null,
        'gzip',
      ]);
      expect(compressed.json()).toEqual(plain.json());
    });
  });

  describe('an answer is compressed', () => {
    const document = (encoding: string): Promise<Response> =>
      fetch(`${scene.api.baseUrl}/openapi.json`, { headers: { 'accept-encoding': encoding } });

    it.each(['gzip', 'br'])('by %s when it is asked for and worth it', async (encoding) => {
      const answer = await document(encoding);
      expect(answer.headers.get('content-encoding')).toBe(encoding);
      expect(answer.headers.get('vary')).toContain('Accept-Encoding');
      expect(await answer.json()).toMatchObject({ openapi: '3.1.0' });
    });

    it('not when nobody asks, nor when it is small', async () => {
      const plain = await document('identity');
      expect(plain.headers.get('content-encoding')).toBeNull();
      expect(await plain.json()).toMatchObject({ openapi: '3.1.0' });
      const small = await person.client.get('/api/v1/auth/me', { headers: { 'accept-encoding': 'gzip' } });
      expect(small.headers.get('content-encoding')).toBeNull();
    });
  });

  it('the unversioned address reaches the same routes, and HEAD is GET without a body', async () => {
    const [versioned, unversioned] = [
      await person.client.get('/api/v1/auth/me'),
      await person.client.get('/api/auth/me'),
    ];
    expect(unversioned.json<UserBody>()).toEqual(versioned.json<UserBody>());
    expect((await client.get('/api/auth/me')).problem.instance).toBe('/api/auth/me');
    expect((await client.get('/api/nowhere')).verdict).toBe('404 ROUTE_NOT_FOUND');
    expect((await person.client.ask('HEAD', '/api/v1/auth/me')).text).toBe('');
  });

  it('a known address with another method is 405, and says which methods it has', async () => {
    const cases: [string, string, string][] = [
      ['DELETE', '/api/v1/auth/me', 'GET, HEAD'],
      ['GET', '/api/v1/auth/login', 'POST'],
      ['PUT', '/api/v1/users/0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4', 'GET, HEAD, PATCH'],
      ['POST', '/health', 'GET, HEAD'],
    ];
    for (const [method, path, allow] of cases) {
      const answer = await person.client.ask(method, path);
      expect([answer.verdict, answer.headers.get('allow')]).toEqual(['405 METHOD_NOT_ALLOWED', allow]);
    }
  });

  it('health shows its dependencies to admins alone', async () => {
    // The worker looks at its tools before it is seen.
    const health = await eventually('all is well', async () => {
      const body = (await client.get('/health')).json<HealthBody>();
      return body.status === 'ok' ? body : null;
    });
    expect(health).toEqual({ status: 'ok', version: expect.any(String) as string });
    expect((await person.client.get('/health')).json()).not.toHaveProperty('dependencies');
    expect((await (await scene.admin()).client.get('/health')).json()).toMatchObject({
      dependencies: { postgres: { status: 'ok' }, redis: { status: 'ok' } },
    });
  });

  it('the metrics have the series that dashboards are built on', async () => {
    const { text } = await client.get('/metrics');
    const series = [
      'http_request_duration_seconds_bucket{le="0.005",operation="readMe",status="2xx"}',
      'nodejs_eventloop_lag_seconds',
      'postgres_connections_active',
      'postgres_connections_max 5',
      'video_processing_queue_depth 0',
      'video_uploads_total 0',
      'video_upload_failures_total 0',
      'outbox_oldest_waiting_seconds',
    ];
    expect(series.filter((name) => !text.includes(`\n${name}`))).toEqual([]);
    expect(text).not.toContain(person.user.id);
  });

  it('a closed registration answers 403', async () => {
    const api = await scene.startApi({ REGISTRATION: 'closed' });
    const answer = await client
      .at(api.baseUrl)
      .post('/api/v1/auth/register', { email: 'late@example.org', password: 'x'.repeat(12) });
    expect(answer.verdict).toBe('403 REGISTRATION_CLOSED');
  });
});

function listIn(answer: Answer, header: string): string[] {
  return (answer.headers.get(header) ?? '')
    .split(',')
    .map((entry) => entry.trim())
    .sort();
}
