import { randomUUID } from 'node:crypto';
import { API_KEY_FORMAT } from '../../src/modules/api-keys/tokens/api-key-format';
import type { ApiClient } from '../support/api-client';
import { HOUR_MS, KEYS, makeKey } from '../support/api-keys';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { trailOf } from '../support/traces';
import { untilFelt } from '../support/until-felt';

const ME = '/api/v1/auth/me';
const KEY_HEADERS = {
  'X-API-Key': (key: string) => ({ 'x-api-key': key }),
  'Authorization: Bearer': (key: string) => ({ authorization: `Bearer ${key}` }),
  'authorization: bearer': (key: string) => ({ authorization: `bearer ${key}` }),
} as const;
const CREATE = { name: 'a', scopes: ['videos:read'] };

describe('the door for API keys', () => {
  let scene: Scene;
  let anybody: ApiClient;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    anybody = scene.client.anonymous();
    owner = await register(scene.client, 'owner');
  });

  afterAll(() => scene.close());

  const show = (key: string, path = ME) => anybody.get(path, { headers: { 'x-api-key': key } });

  it.each(Object.entries(KEY_HEADERS))('takes a key as %s', async (_how, headersOf) => {
    const { key } = await makeKey(owner.client);
    const answer = await anybody.get(ME, { headers: headersOf(key) });
    expect(answer.json<{ id: string }>().id).toBe(owner.user.id);
  });

  it('refuses what is no key, a key of another environment, and one that nobody made', async () => {
    const { key } = await makeKey(owner.client);
    const last = key.endsWith('x') ? 'y' : 'x';
    const malformed = [
      key.slice(0, -1) + last,
      key.slice(0, -1),
      key.toLowerCase(),
      'fg_live_',
      'x',
      `${key}0`,
    ];
    for (const text of [...malformed, API_KEY_FORMAT.mint('test').text]) {
      const { verdict, problem } = await show(text);
      expect([text, verdict, problem.detail]).toEqual([
        text,
        '401 UNAUTHENTICATED',
        'This is no API key of this installation.',
      ]);
    }
    const unknown = await show(API_KEY_FORMAT.mint('live').text);
    expect([unknown.verdict, unknown.problem.detail]).toEqual([
      '401 UNAUTHENTICATED',
      'This API key is not known.',
    ]);
  });

  it('refuses a good beginning with another secret in the words for a key that nobody made', async () => {
    const { key } = await makeKey(owner.client);
    const forged = API_KEY_FORMAT.write(API_KEY_FORMAT.read(key)!, 'a'.repeat(32));
    expect((await show(forged)).problem.detail).toBe('This API key is not known.');
  });

  it('tells who has the whole key that it was revoked or has expired', async () => {
    const [revoked, expired] = [await makeKey(owner.client), await makeKey(owner.client)];
    await owner.client.ask('DELETE', `${KEYS}/${revoked.id}`);
    await scene.sql('UPDATE api_keys SET expires_at = now() WHERE id = $1', [expired.id]);
    expect((await show(revoked.key)).problem.detail).toBe('This API key was revoked.');
    expect((await show(expired.key)).problem.detail).toBe('This API key has expired.');
    expect((await show(expired.key)).verdict).toBe('401 UNAUTHENTICATED');
  });

  it('refuses two credentials at once, whichever', async () => {
    const { key } = await makeKey(owner.client);
    const token = `Bearer ${owner.session.access_token}`;
    for (const authorization of [token, `Bearer ${key}`, 'Basic eA==']) {
      const both = await anybody.get(ME, { headers: { authorization, 'x-api-key': key } });
      expect(both.verdict).toBe('400 TWO_CREDENTIALS');
    }
    const { ticket } = (await owner.client.post('/api/v1/events/ticket')).json<{ ticket: string }>();
    expect((await show(key, `/api/v1/events?ticket=${ticket}`)).verdict).toBe('400 TWO_CREDENTIALS');
  });

  it('refuses a key in the address, whatever the parameter is called, and keeps it out of the log', async () => {
    const { key } = await makeKey(owner.client);
    for (const name of ['api_key', 'key', 'search', 'X-API-Key', 'ticket']) {
      expect((await anybody.get(`/api/v1/videos?${name}=${key}`)).verdict).toBe('400 CREDENTIAL_IN_URL');
    }
    expect((await anybody.get(`/api/v1/videos/${key}`)).status).toBe(401);
    expect(scene.api.log.text).not.toContain(key.slice(-20));
  });

  it('lets no key manage keys, its own least of all', async () => {
    const { id, client } = await makeKey(owner.client, { scopes: ['videos:read', 'sites:manage'] });
    const more = { scopes: ['videos:write'], expires_at: new Date(Date.now() + HOUR_MS).toISOString() };
    const tries = [
      client.patch(`${KEYS}/${id}`, more),
      client.patch(`${KEYS}/${id}`, { allowed_cidrs: [] }),
      client.post(`${KEYS}/${id}/rotate`, {}),
      client.post(KEYS, CREATE),
      client.get(KEYS),
      client.ask('DELETE', `${KEYS}/${id}`),
      client.post('/api/v1/auth/logout', {}),
    ];
    const verdicts = (await Promise.all(tries)).map(({ verdict }) => verdict);
    expect(new Set(verdicts)).toEqual(new Set(['403 PERSON_NEEDED']));
    const { scopes, status } = (await owner.client.get(`${KEYS}/${id}`)).json<{
      scopes: string[];
      status: string;
    }>();
    expect({ scopes, status }).toEqual({ scopes: ['videos:read', 'sites:manage'], status: 'active' });
  });

  it('names the scope that is missing', async () => {
    const { client } = await makeKey(owner.client);
    const refused = await client.post('/api/v1/uploads/check', { checksums: ['0'.repeat(64)] });
    expect([refused.verdict, refused.problem.details]).toEqual([
      '403 SCOPE_MISSING',
      { scope: 'uploads:write' },
    ]);
  });

  it('takes from an admin who is none any more what the key of an admin could do', async () => {
    const { client: admin } = await scene.admin();
    const person = await register(scene.client, 'deputy');
    await admin.patch(`/api/v1/users/${person.user.id}`, { role: 'admin' });
    await untilFelt(async () => (await person.client.get('/api/v1/users')).status === 200);
    const { client } = await makeKey(person.client, { scopes: ['admin'] });
    expect((await client.get('/api/v1/users')).verdict).toBe('200');
    await admin.patch(`/api/v1/users/${person.user.id}`, { role: 'user' });
    await untilFelt(async () => (await client.get('/api/v1/users')).verdict === '403 FORBIDDEN');
  });

  it('stands on the trail and in the log by its own id', async () => {
    const { id, client } = await makeKey((await scene.admin()).client, { scopes: ['sites:manage'] });
    const mall = await client.post('/api/v1/malls', { name: 'Riverside' });
    const [made] = await trailOf(scene, mall.json<{ id: string }>().id);
    expect(made).toMatchObject({ actor_type: 'api_key', actor_id: id, action: 'mall.created' });
    expect(await scene.api.log.line('request', { operation: 'createMall' })).toMatchObject({
      api_key_id: id,
    });
  });

  it('counts each key by itself, and by its own rate where it has one', async () => {
    const [slow, usual] = [await makeKey(owner.client, { rate_limit: 2 }), await makeKey(owner.client)];
    const answers = [];
    for (let index = 0; index < 12; index += 1) answers.push(await slow.client.get(ME));
    expect(answers[0]!.headers.get('ratelimit-policy')).toBe('"general";q=2;w=1');
    const refused = answers.find(({ status }) => status === 429);
    expect([refused?.verdict, refused?.headers.has('retry-after')]).toEqual(['429 RATE_LIMITED', true]);
    for (const client of [usual.client, owner.client]) expect((await client.get(ME)).status).toBe(200);
    const beyond = await owner.client.post(KEYS, { ...CREATE, rate_limit: 10_001 });
    expect(beyond.verdict).toBe('403 API_KEY_BEYOND_ROLE');
  });

  it.each([
    ['no name', { scopes: ['videos:read'] }, 'name'],
    ['no scope', { name: 'a', scopes: [] }, 'scopes'],
    ['a scope that there is not', { name: 'a', scopes: ['videos:*'] }, 'scopes'],
    ['scopes that are no list', { name: 'a', scopes: 'admin' }, 'scopes'],
    ['an end in the past', { ...CREATE, expires_at: '2020-01-01T00:00:00Z' }, 'expires_at'],
    ['an end that is no time', { ...CREATE, expires_at: 'tomorrow' }, 'expires_at'],
    ['a rate of nothing', { ...CREATE, rate_limit: 0 }, 'rate_limit'],
    ['a rate in words', { ...CREATE, rate_limit: '10' }, 'rate_limit'],
    ['an owner of its choice', { ...CREATE, owner_id: randomUUID() }, 'owner_id'],
    ['a hash of its choice', { ...CREATE, hash: 'x' }, 'hash'],
  ])('makes no key with %s', async (_what, body, field) => {
    const refused = await owner.client.post(KEYS, body);
    expect([refused.status, refused.faultyFields]).toEqual([422, [field]]);
  });

  it.each([[-1], [604_801], [1.5], ['3600']])('rotates with no overlap of %j', async (overlap) => {
    const { id } = await makeKey(owner.client);
    const refused = await owner.client.post(`${KEYS}/${id}/rotate`, { overlap_seconds: overlap });
    expect([refused.status, refused.faultyFields]).toEqual([422, ['overlap_seconds']]);
  });
});
