import type { Answer, Ask } from '../support/api-client';
import type { Route } from '../support/contract';
import { breakOff, pour, problemIn } from '../support/raw-http';
import { newEmail, PASSWORD, register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { prepareFixtures } from './authorisation/fixtures';
import { openPremises } from './authorisation/premises';
import { requestFor, type Fixtures } from './authorisation/requests';

const DEEP = 10_000;
const A_HUNDRED_MEBIBYTES = 100 * 1024 * 1024;
const LOGIN = 'POST /api/v1/auth/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';

describe('a body that nobody should send', () => {
  let scene: Scene;
  let admin: Person;
  let fixtures: Fixtures;
  let pid: number;
  let takesBody: readonly Route[];

  beforeAll(async () => {
    scene = await Scene.open();
    admin = await scene.admin();
    fixtures = await prepareFixtures(scene, await openPremises(scene));
    pid = scene.api.pid;
    takesBody = scene.client.contract.routes.filter(
      ({ requestBody }) => requestBody?.content['application/json'] !== undefined,
    );
  });

  afterAll(async () => {
    expect((await scene.client.get('/health/live')).status).toBe(200);
    expect(scene.api.isRunning && scene.api.pid === pid).toBe(true);
    await scene.close();
  });

  /** The same request to every operation that takes a body, by somebody who may: answers by operation. */
  async function everywhere(ask: (route: Route, goodBody: unknown) => Ask): Promise<Record<string, string>> {
    const answers = takesBody.map(async (route) => {
      const { path, ask: good } = await requestFor(route, fixtures, admin.client);
      const { client } = route.operationId === 'logOut' ? await register(scene.client) : admin;
      const answer = await client.ask(route.method, path, ask(route, good.body));
      return [route.operationId, answer.verdict] as const;
    });
    return Object.fromEntries(await Promise.all(answers));
  }

  const allAnswer = (verdict: string): Record<string, string> =>
    Object.fromEntries(takesBody.map(({ operationId }) => [operationId, verdict]));

  it.each([
    ['text that is no JSON', '{"email": '],
    ['half a JSON', '{"email":"a@b.org"'],
    ['two JSONs', '{}{}'],
    ['a comment', '{/* hello */}'],
    ['a trailing comma', '{"all":true,}'],
    ['single quotes', "{'all':true}"],
    ['a byte order mark and rubbish', '\ufeffrubbish'],
    ['not a number', '{"all":NaN}'],
    ['infinity', '{"all":Infinity}'],
    ['a number too large to be one', '{"all":1e400}'],
    ['two members of one name', '{"all":true,"all":false}'],
    ['two members of one name, one of them escaped', '{"all":true,"\\u0061ll":false}'],
    ['a prototype', '{"__proto__":{"polluted":true}}'],
    ['a prototype, escaped', '{"\\u005f_proto__":{"polluted":true}}'],
    ['a prototype deeper down', '{"x":[{"constructor":{"prototype":{"polluted":true}}}]}'],
    ['a NUL', '{"name":"a\\u0000b"}'],
    ['a NUL in a name', '{"a\\u0000b":1}'],
    ['half a surrogate pair', '{"name":"\\ud800"}'],
    ['the other half', '{"name":"\\udc00x"}'],
  ])('with %s is 400 everywhere', async (_what, rawBody) => {
    expect(await everywhere(() => ({ rawBody }))).toEqual(allAnswer('400 MALFORMED_JSON'));
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  });

  it('in another encoding than UTF-8 is 400 everywhere', async () => {
    const bytes = Buffer.from('{"name":"\xe9"}', 'latin1');
    expect(await everywhere(() => ({ rawBody: bytes }))).toEqual(allAnswer('400 MALFORMED_JSON'));
  });

  it(`nested ${String(DEEP)} levels deep is 400 everywhere, and costs next to nothing`, async () => {
    for (const rawBody of [
      '['.repeat(DEEP) + ']'.repeat(DEEP),
      '{"a":'.repeat(DEEP) + '1' + '}'.repeat(DEEP),
      '['.repeat(200_000),
    ]) {
      expect(await everywhere(() => ({ rawBody }))).toEqual(allAnswer('400 MALFORMED_JSON'));
    }
    const slowest = Math.max(
      ...scene.api.log.lines
        .filter(({ status }) => status === 400)
        .map(({ duration_ms }) => Number(duration_ms)),
    );
    expect(slowest).toBeLessThan(1_000);
  });

  it.each([
    ['text/plain', {}],
    ['application/x-www-form-urlencoded', {}],
    ['multipart/form-data; boundary=x', {}],
    ['application/json; charset=utf-16', {}],
    ['application/jsonp', {}],
    ['application/json', { 'content-encoding': 'gzip' }],
    ['application/json', { 'content-encoding': 'br' }],
    ['application/json', { 'content-encoding': 'deflate, gzip' }],
  ])('of the type %s %j is 415 everywhere', async (type, more) => {
    const headers = { 'content-type': type, ...more } as Record<string, string>;
    expect(await everywhere(() => ({ rawBody: '{}', headers }))).toEqual(
      allAnswer('415 UNSUPPORTED_MEDIA_TYPE'),
    );
  });

  it('that is missing is 400 where one is needed', async () => {
    const missing = await everywhere(() => ({}));
    expect(missing).toMatchObject({
      register: '400 BODY_MISSING',
      logIn: '400 BODY_MISSING',
      refreshSession: '400 BODY_MISSING',
    });
    expect(Object.values(missing).filter((verdict) => verdict.startsWith('5'))).toEqual([]);
  });

  it.each([
    ['a list', '[]'],
    ['a text', '"text"'],
    ['a number', '7'],
    ['null', 'null'],
    ['a truth', 'true'],
  ])('that is %s instead of an object is refused everywhere', async (_what, rawBody) => {
    const verdicts = Object.values(await everywhere(() => ({ rawBody })));
    expect(verdicts.filter((verdict) => !/^4(?:00|22) /.test(verdict))).toEqual([]);
  });

  it('with a member that is not known is 422, and names it', async () => {
    const answers = await everywhere((_route, good) => ({ body: { ...(good as object), is_admin: true } }));
    expect(answers).toEqual(allAnswer('422 VALIDATION_FAILED'));
    const answer = await scene.client.post('/api/v1/auth/register', {
      email: newEmail(),
      password: PASSWORD,
      role: 'admin',
    });
    expect(answer.problem.errors).toEqual([
      { field: 'role', code: 'UNKNOWN_FIELD', message: 'role is not known here' },
    ]);
  });

  it('with a column that is not for callers changes nothing', async () => {
    const { user } = await register(scene.client);
    const columns = {
      id: user.id,
      is_admin: true,
      disabled_at: null,
      password_hash: 'x',
      created_at: '2000-01-01',
      memberships: [],
    };
    for (const [column, value] of Object.entries(columns)) {
      const answer = await admin.client.patch(`/api/v1/users/${user.id}`, { [column]: value });
      expect(answer.faultyFields).toEqual([column]);
    }
    expect((await admin.client.get(`/api/v1/users/${user.id}`)).json()).toMatchObject({ ...user });
  });

  describe('to register with:', () => {
    const email = 'ada@example.org';
    it.each<[string, Record<string, unknown>, string[]]>([
      ['nothing in it', {}, ['email', 'password']],
      ['an address that is none', { email: 'ada', password: PASSWORD }, ['email']],
      ['two addresses', { email: 'a@b.org,c@d.org', password: PASSWORD }, ['email']],
      ['a line break in the address', { email: 'a@b.org\nbcc: c@d.org', password: PASSWORD }, ['email']],
      ['an address of 300 characters', { email: `${'a'.repeat(290)}@b.org`, password: PASSWORD }, ['email']],
      ['an address in an object', { email: { $ne: 1 }, password: PASSWORD }, ['email']],
      ['an address in a list', { email: [email], password: PASSWORD }, ['email']],
      ['a password of eleven characters', { email, password: 'x'.repeat(11) }, ['password']],
      ['a password of 1025 characters', { email, password: 'x'.repeat(1025) }, ['password']],
      ['a password that is a number', { email, password: 123_456_789_012 }, ['password']],
      ['an empty name', { email, password: PASSWORD, name: '' }, ['name']],
      ['a name of 256 characters', { email, password: PASSWORD, name: 'x'.repeat(256) }, ['name']],
      ['a name in an object', { email, password: PASSWORD, name: {} }, ['name']],
    ])('%s', async (_what, body, fields) => {
      const answer: Answer = await scene.client.post('/api/v1/auth/register', body);
      expect(answer.verdict).toBe('422 VALIDATION_FAILED');
      expect(answer.faultyFields.sort()).toEqual(fields);
    });
  });

  it('takes text of every script as it is, and gives it back', async () => {
    for (const name of [
      '𝔊𝔯𝔞𝔠𝔢 👩‍🚀',
      'عبد',
      'a\u202eb',
      '<script>alert(1)</script>',
      "Robert'); DROP TABLE users;--",
      '-0',
      '\u200b',
    ]) {
      const answer = await scene.client.post('/api/v1/auth/register', {
        email: newEmail(),
        password: PASSWORD,
        name,
      });
      expect(answer.json<{ user: { name: string } }>().user.name).toBe(name);
    }
  });

  it('of ten megabytes is 413 everywhere, and most of it is not read', async () => {
    for (const route of takesBody) {
      const { path } = await requestFor(route, fixtures, admin.client);
      const head = `${route.method} ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n`;
      const length = `Content-Length: ${String(A_HUNDRED_MEBIBYTES)}\r\n\r\n`;
      const answer = await pour(scene.api.port, head + length, () => Buffer.alloc(64 * 1024, 0x20));
      expect([answer.status, problemIn(answer).error_code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(answer.bytesSent).toBeLessThan(A_HUNDRED_MEBIBYTES / 5);
    }
    const rawBody = JSON.stringify({ email: 'x'.repeat(10 * 1024 * 1024) });
    expect((await scene.client.ask('POST', '/api/v1/auth/login', { rawBody })).verdict).toBe(
      '413 BODY_TOO_LARGE',
    );
  });

  it('that is a little too large is 413, and is told so every time', async () => {
    const rawBody = JSON.stringify({ email: 'x'.repeat(256 * 1024) });
    for (let round = 0; round < 20; round += 1) {
      const answer = await scene.client.ask('POST', '/api/v1/auth/login', { rawBody });
      expect(answer.verdict).toBe('413 BODY_TOO_LARGE');
    }
  });

  it('that grows without end in chunks is 413, and is cut', async () => {
    const head = `${LOGIN}Transfer-Encoding: chunked\r\n\r\n`;
    const chunk = Buffer.concat([Buffer.from('10000\r\n'), Buffer.alloc(0x10000, 0x20), Buffer.from('\r\n')]);
    const answer = await pour(scene.api.port, head, () => chunk);
    expect([answer.status, problemIn(answer).error_code]).toEqual([413, 'BODY_TOO_LARGE']);
    expect(answer.bytesSent).toBeLessThan(A_HUNDRED_MEBIBYTES / 5);
  });

  it('that breaks off is noted, and is no fault of the service', async () => {
    await breakOff(scene.api.port, `${LOGIN}Content-Length: 100\r\n\r\n{"email"`);
    await scene.api.log.line('request', { aborted: true });
  });
});
