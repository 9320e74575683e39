import type { Ask } from '../support/api-client';
import type { Route } from '../support/contract';
import { exchange, headerIn, problemIn, type RawAnswer } from '../support/raw-http';
import type { Person } from '../support/people';
import { Scene } from '../support/scene';
import { prepareFixtures } from './authorisation/fixtures';
import { openPremises } from './authorisation/premises';
import { requestFor } from './authorisation/requests';

const SOMEBODY = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';

describe('a request that nobody should send', () => {
  let scene: Scene;
  let admin: Person;
  /** One to every operation; none of them is ever carried out, so one of each will do. */
  const requests: { readonly route: Route; readonly path: string; readonly ask: Ask }[] = [];
  let pid: number;

  beforeAll(async () => {
    scene = await Scene.open();
    admin = await scene.admin();
    const fixtures = await prepareFixtures(scene, await openPremises(scene));
    for (const route of scene.client.contract.routes) {
      requests.push({ route, ...(await requestFor(route, fixtures, admin.client)) });
    }
    pid = scene.api.pid;
  });

  afterAll(async () => {
    expect((await scene.client.get('/health/live')).status).toBe(200);
    expect(scene.api.isRunning && scene.api.pid === pid).toBe(true);
    await scene.close();
  });

  const verdictOf = async (path: string): Promise<string> => (await admin.client.get(path)).verdict;
  const raw = (bytes: string): Promise<RawAnswer> => exchange(scene.api.port, bytes);

  describe('names a thing in a wrong way:', () => {
    it.each([
      ['a word', 'me', '422 VALIDATION_FAILED'],
      ['a number', '1', '422 VALIDATION_FAILED'],
      ['an object', encodeURIComponent('{"$ne":1}'), '422 VALIDATION_FAILED'],
      ['a list', encodeURIComponent(`["${SOMEBODY}"]`), '422 VALIDATION_FAILED'],
      ['an id without dashes', SOMEBODY.replaceAll('-', ''), '422 VALIDATION_FAILED'],
      ['an id in braces', `%7B${SOMEBODY}%7D`, '422 VALIDATION_FAILED'],
      ['an id with a line break', `${SOMEBODY}%0A`, '422 VALIDATION_FAILED'],
      ['an id with a NUL', `${SOMEBODY}%00`, '422 VALIDATION_FAILED'],
      ['an id with SQL', `${SOMEBODY}'%20OR%201=1--`, '422 VALIDATION_FAILED'],
      ['two ids', `${SOMEBODY},${SOMEBODY}`, '422 VALIDATION_FAILED'],
      ['an endless id', 'a'.repeat(4_000), '422 VALIDATION_FAILED'],
      ['an id that nothing has', SOMEBODY, '404 USER_NOT_FOUND'],
      ['the nil id', '00000000-0000-0000-0000-000000000000', '404 USER_NOT_FOUND'],
      ['the greatest id', 'ffffffff-ffff-ffff-ffff-ffffffffffff', '404 USER_NOT_FOUND'],
    ])('%s', async (_what, id, verdict) => {
      expect(await verdictOf(`/api/v1/users/${id}`)).toBe(verdict);
    });

    it('but an id in capitals is the same id', async () => {
      const answer = await admin.client.get(`/api/v1/users/${admin.user.id.toUpperCase()}`);
      expect(answer.json()).toMatchObject({ id: admin.user.id });
    });
  });

  describe('asks for a list with a wrong value:', () => {
    it.each([
      'limit=0',
      'limit=-1',
      'limit=101',
      'limit=1e9',
      'limit=1e1',
      'limit=0x10',
      'limit=abc',
      'limit=',
      'limit=10&limit=20',
      'limit[]=10',
      'limit[$gt]=1',
      'limit=10.5',
      'limit=%2010',
      'limit=99999999999999999999',
      'offset=-1',
      'offset=NaN',
      'page=-1',
      'page=1&page=2',
      'page_size=Infinity',
      'cursor=a&cursor=b',
      'search=a&search=b',
      'search[a]=b',
      'search=%00',
      'disabled=1',
      'sort=created;drop',
      'order=ASC,(select%20pg_sleep(9))',
      'role=admin',
      '__proto__=x',
      '__proto__[polluted]=1',
      'constructor=x',
    ])('%s is 422', async (query) => {
      expect(await verdictOf(`/api/v1/users?${query}`)).toBe('422 VALIDATION_FAILED');
    });

    it('a percent sign that means nothing is refused or taken literally', async () => {
      expect(await verdictOf('/api/v1/users?search=%ZZ')).toMatch(/^(?:200|4\d\d )/);
      expect(await verdictOf('/api/v1/users?search=%ff%fe')).toMatch(/^(?:200|4\d\d )/);
    });
  });

  describe('asks at an address that is spelled in another way:', () => {
    it.each([
      '//api/v1/auth/me',
      '/api//v1/auth/me',
      '/api/v1/auth/me/',
      '/api/v1/auth/ME',
      '/API/v1/auth/me',
      '/api/v1/auth/me;a=b',
      '/api/v1/auth/me.',
      '/api/v1/auth/me%00',
      '/api/v1/auth/%6d%65/',
      '/api/v1/auth%2fme',
      '/api/v1/auth%252fme',
      '/api/v1/x/..%2fauth/me',
      '/api/v1/auth/%252e%252e/me',
      '/api/v2/auth/me',
      '/api/v1/api/v1/auth/me',
      '/v1/auth/me',
      '/auth/me',
      '/',
      '/favicon.ico',
      '/.env',
      '/docs/../.env',
      '/redoc/assets/..%2f..%2f..%2fpackage.json',
      '/redoc/assets/%2e%2e/%2e%2e/package.json',
    ])('%s leads nowhere', async (path) => {
      const answer = await raw(
        `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.session.access_token}\r\n\r\n`,
      );
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.status).toBeLessThan(500);
      expect(problemIn(answer).error_code).toMatch(/^(?:ROUTE_NOT_FOUND|MALFORMED_REQUEST)$/);
    });

    it.each(['/api/v1/users/%', '/api/v1/users/%ff', '/api/v1/users/%c0%af', '/%'])(
      '%s cannot be read',
      async (path) => {
        const answer = await raw(
          `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.session.access_token}\r\n\r\n`,
        );
        expect([400, 404]).toContain(answer.status);
        expect(headerIn(answer, 'Content-Type')).toBe('application/problem+json');
      },
    );
  });

  describe('uses a method that an address does not have:', () => {
    it.each(['DELETE', 'PUT', 'OPTIONS', 'TRACE', 'PROPFIND', 'LOCK', 'M-SEARCH'])(
      '%s is 405 everywhere, and does nothing',
      async (method) => {
        for (const { route, path } of requests) {
          if (scene.client.contract.routeAt(method, route.path) !== undefined) continue;
          const answer = await raw(
            `${method} ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.session.access_token}\r\n\r\n`,
          );
          if (method === 'OPTIONS') expect(answer.status).toBeLessThan(500);
          else
            expect([path, answer.status, headerIn(answer, 'Allow') !== undefined]).toEqual([path, 405, true]);
        }
      },
    );

    it('one that HTTP does not know is no HTTP', async () => {
      const answer = await raw('BREW /api/v1/auth/me HTTP/1.1\r\nHost: x\r\n\r\n');
      expect([answer.status, problemIn(answer).error_code]).toEqual([400, 'MALFORMED_REQUEST']);
    });

    it('a header that would override the method is not read', async () => {
      const override = {
        'x-http-method-override': 'DELETE',
        'x-method-override': 'DELETE',
        'x-http-method': 'DELETE',
      };
      expect((await admin.client.with(override).get('/api/v1/auth/me')).status).toBe(200);
      expect(await verdictOf('/api/v1/auth/me?_method=DELETE')).toMatch(/^(?:200|422)/);
    });
  });

  it('puts a body where none belongs, and is served or refused, but never breaks anything', async () => {
    for (const { path } of requests.filter(({ route }) => route.method === 'GET')) {
      const head = `GET ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${admin.session.access_token}\r\nContent-Length: 9\r\n`;
      const asJson = await raw(`${head}Content-Type: application/json\r\n\r\n{"a":"b"}`);
      expect([200, 400, 415, 422]).toContain(asJson.status);
      expect((await raw(`${head}Content-Type: text/plain\r\n\r\nsome text`)).status).toBe(415);
    }
  });

  it('lies about the host, and no answer repeats it', async () => {
    const known = await scene.startApi({ PUBLIC_URL: 'https://video.example.org' });
    const lies =
      'Host: evil.example\r\nX-Forwarded-Host: evil.example\r\nX-Forwarded-Proto: https\r\nForwarded: host=evil.example\r\n';
    const paths = [
      '/docs',
      '/redoc',
      '/openapi.json',
      '/openapi.yaml',
      '/api/v1/users?page_size=1',
      '/health',
      '/nowhere',
      '/docs/',
    ];
    for (const path of paths) {
      const request = `GET ${path} HTTP/1.1\r\n${lies}Connection: close\r\nAuthorization: Bearer ${admin.session.access_token}\r\n\r\n`;
      for (const { port } of [scene.api, known]) {
        const { status, head, body } = await exchange(port, request);
        expect(status).toBeGreaterThan(0);
        expect(`${head}${body}`).not.toContain('evil');
      }
    }
    const document = await (await fetch(`${known.baseUrl}/openapi.json`)).json();
    expect(document).toMatchObject({ servers: [{ url: 'https://video.example.org' }] });
  });

  it.each(['access_token', 'api_key', 'apikey', 'Authorization', 'X-API-Key'])(
    'carries its credential as %s in the address, and is told not to, everywhere',
    async (name) => {
      for (const { route, path, ask } of requests) {
        const joint = path.includes('?') ? '&' : '?';
        const answer = await scene.client.ask(route.method, `${path}${joint}${name}=fg_secret_canary`, ask);
        expect([route.operationId, answer.verdict]).toEqual([route.operationId, '400 CREDENTIAL_IN_URL']);
        expect(answer.text).not.toContain('fg_secret_canary');
      }
      expect(scene.api.log.text).not.toContain('fg_secret_canary');
    },
  );

  it('carries two credentials, and is told so, everywhere', async () => {
    const keys = `X-API-Key: fg_live_1\r\nX-API-Key: fg_live_2\r\n`;
    const both = `Authorization: Bearer ${admin.session.access_token}\r\nX-API-Key: fg_live_1\r\n`;
    const tokens = `Authorization: Bearer ${admin.session.access_token}\r\nAuthorization: Bearer x\r\n`;
    for (const credentials of [keys, both, tokens]) {
      const answer = await raw(`GET /api/v1/auth/me HTTP/1.1\r\nHost: x\r\n${credentials}\r\n`);
      expect([answer.status, problemIn(answer).error_code]).toEqual([400, 'TWO_CREDENTIALS']);
    }
  });
});
