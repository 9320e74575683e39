import { randomUUID } from 'node:crypto';
import type { ApiClient } from '../support/api-client';
import { DAY_MS, HOUR_MS, KEYS, makeKey, rotate } from '../support/api-keys';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { factsAbout, trailOf } from '../support/traces';
import { untilFelt } from '../support/until-felt';
import type { ApiKeyBody, ApiKeyListBody, NewApiKeyBody } from '../support/wire';

const ME = '/api/v1/auth/me';
const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

describe('API keys', () => {
  let scene: Scene;
  let admin: ApiClient;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    admin = (await scene.admin()).client;
    owner = await register(scene.client, 'owner');
  });

  afterAll(() => scene.close());

  const read = async (id: string, client = owner.client): Promise<ApiKeyBody> =>
    (await client.get(`${KEYS}/${id}`)).json<ApiKeyBody>();
  describe('are made', () => {
    it('with their secret shown once, and never again by any route', async () => {
      const made = await makeKey(owner.client, { name: 'Gateway', scopes: ['uploads:write', 'videos:read'] });
      expect(made.key).toMatch(/^fg_live_[0-9A-Za-z]{12}_[0-9A-Za-z]{38}$/);
      expect(made.key.startsWith(`${made.key_prefix}_`)).toBe(true);
      const { key, client, ...shown } = made;
      expect(shown).toMatchObject({
        owner_id: owner.user.id,
        name: 'Gateway',
        status: 'active',
        scopes: ['videos:read', 'uploads:write'],
        allowed_cidrs: [],
        rate_limit: null,
        replaces: null,
        last_used_at: null,
      });
      expect(await read(made.id)).toEqual(shown);
      const secret = key.slice(made.key_prefix.length + 1);
      const answers = await Promise.all([owner.client.get(KEYS), owner.client.get(`${KEYS}/${made.id}`)]);
      for (const { text } of answers) expect(text).not.toContain(secret);
      expect((await client.get(ME)).verdict).toBe('200');
    });

    it('for 90 days if nothing is said, for a year at most, and for ever by an admin alone', async () => {
      const usual = await makeKey(owner.client);
      expect(Math.abs(Date.parse(usual.expires_at ?? '') - Date.now() - 90 * DAY_MS)).toBeLessThan(HOUR_MS);
      expect((await makeKey(owner.client, { expires_at: daysFromNow(364) })).status).toBe('active');
      const tooLong = [daysFromNow(367), null];
      for (const expires_at of tooLong) {
        const refused = await owner.client.post(KEYS, { name: 'a', scopes: ['videos:read'], expires_at });
        expect(refused.verdict).toBe('403 API_KEY_BEYOND_ROLE');
        expect((await makeKey(admin, { expires_at })).expires_at).toBe(expires_at);
      }
    });

    it('with the scope admin by admins alone', async () => {
      const wish = { name: 'a', scopes: ['admin'] };
      expect((await owner.client.post(KEYS, wish)).verdict).toBe('403 API_KEY_BEYOND_ROLE');
      const { id, client } = await makeKey(admin, wish);
      expect((await client.get('/api/v1/users')).verdict).toBe('200');
      const foreign = await makeKey(owner.client);
      const given = await admin.patch(`${KEYS}/${foreign.id}`, { scopes: ['admin'] });
      expect(given.verdict).toBe('403 API_KEY_BEYOND_ROLE');
      await admin.ask('DELETE', `${KEYS}/${id}`);
    });

    it('once, however often one request is repeated with its Idempotency-Key', async () => {
      const ask = () =>
        owner.client.post(
          KEYS,
          { name: 'once', scopes: ['videos:read'] },
          { headers: { 'idempotency-key': 'k-1' } },
        );
      const first = (await ask()).json<NewApiKeyBody>();
      const again = await ask();
      expect(again.headers.get('idempotency-replayed')).toBe('true');
      expect(again.json<NewApiKeyBody>()).toEqual(first);
      const { api_keys: made } = (await owner.client.get(`${KEYS}?search=once`)).json<ApiKeyListBody>();
      expect(made.map(({ id }) => id)).toEqual([first.id]);
      const stored = await scene.sql<{ text: string }>(
        `SELECT encode(sealed_outcome, 'escape') || idempotency_keys::text AS text FROM idempotency_keys`,
      );
      expect(stored.some(({ text }) => text.includes(first.key.slice(-20)))).toBe(false);
    });

    it('up to a hundred that are live', async () => {
      const busy = await register(scene.client, 'busy');
      await scene.sql(
        `INSERT INTO api_keys (id, owner_id, public_id, beginning, hash, pepper_id, name, scopes, allowed_cidrs, revoked_at, revoked_for)
         SELECT gen_random_uuid(), $1, 'x' || n, 'x', decode(repeat('00', 32), 'hex'), 'p', 'n', '{videos:read}', '{}',
                CASE WHEN n > 99 THEN now() END, CASE WHEN n > 99 THEN 'revoked' END
           FROM generate_series(1, 150) AS n`,
        [busy.user.id],
      );
      const ask = () => busy.client.post(KEYS, { name: 'one more', scopes: ['videos:read'] });
      const answers = await Promise.all([ask(), ask(), ask()]);
      expect(answers.map(({ verdict }) => verdict).sort()).toEqual([
        '201',
        '409 TOO_MANY_API_KEYS',
        '409 TOO_MANY_API_KEYS',
      ]);
      await scene.sql(`DELETE FROM api_keys WHERE owner_id = $1 AND beginning = 'x'`, [busy.user.id]);
    });
  });

  describe('are stored', () => {
    it('as a keyed hash, of which nothing in the database opens anything', async () => {
      const { key, id } = await makeKey(owner.client);
      const [row] = await scene.sql<{ text: string; bytes: number }>(
        `SELECT api_keys::text AS text, length(hash) AS bytes FROM api_keys WHERE id = $1`,
        [id],
      );
      expect(row?.bytes).toBe(32);
      const [, , , secret = ''] = key.split('_');
      for (const piece of [secret, secret.slice(0, 12), secret.slice(-12)]) {
        expect(row?.text).not.toContain(piece);
        expect(row?.text).not.toContain(Buffer.from(piece).toString('hex'));
      }
    });
  });

  describe('are kept in order', () => {
    it('by their owner, who sees no others, and by admins, who see all', async () => {
      const other = await register(scene.client, 'other');
      const [mine, theirs] = [await makeKey(owner.client), await makeKey(other.client)];
      const ids = async (client: ApiClient, query = '') =>
        (await client.get(`${KEYS}?page_size=100${query}`))
          .json<ApiKeyListBody>()
          .api_keys.map(({ id }) => id);
      expect(await ids(other.client)).toEqual([theirs.id]);
      expect(await ids(admin)).toEqual(expect.arrayContaining([mine.id, theirs.id]));
      expect(await ids(admin, `&owner_id=${other.user.id}`)).toEqual([theirs.id]);
      const asked = await other.client.get(`${KEYS}?owner_id=${owner.user.id}`);
      expect(asked.verdict).toBe('403 NOT_YOUR_API_KEY');
      for (const verb of ['GET', 'PATCH', 'DELETE']) {
        const answer = (id: string, client = other.client) =>
          client.ask(verb, `${KEYS}/${id}`, verb === 'PATCH' ? { body: { name: 'b' } } : {});
        expect((await answer(mine.id)).verdict).toBe('403 NOT_YOUR_API_KEY');
        expect((await answer(randomUUID())).verdict).toBe('404 API_KEY_NOT_FOUND');
        expect((await answer(mine.id, admin)).status).toBeLessThan(300);
      }
      expect(await read(mine.id)).toMatchObject({ name: 'b', status: 'revoked', revoked_for: 'revoked' });
    });

    it('and not even an admin is handed somebody else’s new secret', async () => {
      const { id } = await makeKey(owner.client);
      expect((await admin.post(`${KEYS}/${id}/rotate`, {})).verdict).toBe('403 NOT_YOUR_API_KEY');
    });

    it('newest first, by status and name, in the three styles of every list', async () => {
      const person = await register(scene.client, 'lister');
      const made: string[] = [];
      for (const name of ['Alpha', 'beta', 'alphabet'])
        made.unshift((await makeKey(person.client, { name })).id);
      await person.client.ask('DELETE', `${KEYS}/${made[0]!}`);
      const list = async (query: string) =>
        (await person.client.get(`${KEYS}?${query}`)).json<ApiKeyListBody>();
      const ids = ({ api_keys: keys }: ApiKeyListBody) => keys.map(({ id }) => id);
      expect(ids(await list(''))).toEqual(made);
      expect(ids(await list('search=ALPHA'))).toEqual([made[0], made[2]]);
      expect(ids(await list('status=active'))).toEqual([made[1], made[2]]);
      expect(ids(await list('status=revoked'))).toEqual([made[0]]);
      const first = await list('page_size=2');
      expect(first).toMatchObject({ total: 3, has_more: true });
      expect(ids(await list(`page_size=2&cursor=${first.next_cursor ?? ''}`))).toEqual([made[2]]);
      expect(ids(await list('limit=1&offset=1'))).toEqual([made[1]]);
      expect((await person.client.get(`${KEYS}?cursor=forged`)).status).toBe(422);
    });

    it('as to what they may do, at once', async () => {
      const { id, client } = await makeKey(owner.client);
      expect((await client.get('/api/v1/videos')).verdict).toBe('200');
      const changed = await owner.client.patch(`${KEYS}/${id}`, { scopes: ['stats:read'], rate_limit: 5 });
      expect(changed.json<ApiKeyBody>()).toMatchObject({
        scopes: ['stats:read'],
        rate_limit: 5,
        name: 'a key',
      });
      await untilFelt(async () => (await client.get('/api/v1/videos')).verdict === '403 SCOPE_MISSING');
      const told = { owner_id: owner.user.id };
      expect(await factsAbout(scene, id)).toMatchObject([
        { type: 'api_key.created', ...told },
        { type: 'api_key.changed', ...told },
      ]);
      expect(await trailOf(scene, id)).toMatchObject([
        { actor_type: 'user', actor_id: owner.user.id, action: 'api_key.created' },
        {
          action: 'api_key.changed',
          before: { scopes: ['videos:read'], rate_limit: null },
          after: { scopes: ['stats:read'], rate_limit: 5 },
        },
      ]);
    });

    it('until they are over: then nothing about them changes', async () => {
      const revoked = await makeKey(owner.client);
      expect((await owner.client.ask('DELETE', `${KEYS}/${revoked.id}`)).verdict).toBe('204');
      expect((await owner.client.ask('DELETE', `${KEYS}/${revoked.id}`)).verdict).toBe('204');
      const rotated = await makeKey(owner.client);
      await rotate(owner.client, rotated.id);
      for (const { id } of [revoked, rotated]) {
        expect((await owner.client.patch(`${KEYS}/${id}`, { name: 'b' })).verdict).toBe('409 API_KEY_OVER');
        expect((await owner.client.post(`${KEYS}/${id}/rotate`, {})).verdict).toBe('409 API_KEY_OVER');
      }
      expect((await factsAbout(scene, revoked.id)).map(({ type }) => type)).toEqual([
        'api_key.created',
        'api_key.revoked',
      ]);
    });
  });
});
