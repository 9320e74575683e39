import { DAY_MS, HOUR_MS, KEYS, makeKey, rotate } from '../support/api-keys';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import { factsAbout, trailOf } from '../support/traces';
import { untilFelt } from '../support/until-felt';
import type { ApiKeyBody } from '../support/wire';

const ME = '/api/v1/auth/me';

describe('API keys that come to their end', () => {
  let scene: Scene;
  let owner: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    owner = await register(scene.client, 'owner');
  });

  afterAll(() => scene.close());

  const read = async (id: string): Promise<ApiKeyBody> =>
    (await owner.client.get(`${KEYS}/${id}`)).json<ApiKeyBody>();
  const daysFromNow = (days: number): string => new Date(Date.now() + days * DAY_MS).toISOString();

  describe('are rotated', () => {
    it('into one with the same terms and a lifetime of its own, while the old one goes on for the overlap', async () => {
      const terms = {
        name: 'Gateway',
        scopes: ['videos:read'],
        allowed_cidrs: ['127.0.0.0/8'],
        rate_limit: 7,
      };
      const old = await makeKey(owner.client, { ...terms, expires_at: daysFromNow(10) });
      const fresh = await rotate(owner.client, old.id, 3_600);
      expect(fresh).toMatchObject({ ...terms, status: 'active', replaces: old.id });
      expect(Math.abs(Date.parse(fresh.expires_at ?? '') - Date.now() - 10 * DAY_MS)).toBeLessThan(
        HOUR_MS / 2,
      );
      const ending = await read(old.id);
      expect(ending).toMatchObject({ status: 'retiring' });
      expect(Math.abs(Date.parse(ending.expires_at ?? '') - Date.now() - HOUR_MS)).toBeLessThan(HOUR_MS / 2);
      for (const { client } of [old, fresh]) expect((await client.get(ME)).verdict).toBe('200');
      const facts = await factsAbout(scene, old.id);
      expect(facts.map(({ type }) => type)).toEqual(['api_key.created', 'api_key.rotated']);
      expect(await trailOf(scene, old.id)).toMatchObject([
        { action: 'api_key.created' },
        { action: 'api_key.rotated', after: { replaced_by: fresh.id } },
      ]);
    });

    it('at once with an overlap of 0', async () => {
      const old = await makeKey(owner.client);
      await old.client.get(ME);
      await rotate(owner.client, old.id, 0);
      await untilFelt(async () => (await old.client.get(ME)).verdict === '401 UNAUTHENTICATED');
      expect((await read(old.id)).status).toBe('expired');
    });

    it('for no longer than the old one was to last', async () => {
      const soon = new Date(Date.now() + HOUR_MS).toISOString();
      const old = await makeKey(owner.client, { expires_at: soon });
      await rotate(owner.client, old.id, 7 * 24 * 3_600);
      expect((await read(old.id)).expires_at).toBe(soon);
    });

    it('again, which ends the oldest', async () => {
      const first = await makeKey(owner.client);
      const second = await rotate(owner.client, first.id);
      const third = await rotate(owner.client, second.id);
      await untilFelt(async () => (await first.client.get(ME)).status === 401);
      expect(await read(first.id)).toMatchObject({ status: 'revoked', revoked_for: 'rotated' });
      for (const { client } of [second, third]) expect((await client.get(ME)).verdict).toBe('200');
    });
  });

  describe('that leaked', () => {
    const report = (token: string) => scene.client.anonymous().post(`${KEYS}/report-leak`, { token });

    it('are revoked by whoever found them, and their owner is told', async () => {
      const { id, key, client } = await makeKey(owner.client);
      expect((await client.get(ME)).verdict).toBe('200');
      expect((await report(` ${key}\n`)).verdict).toBe('202');
      await untilFelt(async () => (await client.get(ME)).verdict === '401 UNAUTHENTICATED');
      expect(await read(id)).toMatchObject({ status: 'revoked', revoked_for: 'leaked' });
      const told = { type: 'api_key.revoked', owner_id: owner.user.id, data: { reason: 'leaked' } };
      expect((await factsAbout(scene, id)).at(-1)).toEqual(told);
      expect(await trailOf(scene, id)).toMatchObject([
        {},
        { actor_type: 'visitor', action: 'api_key.revoked' },
      ]);
    });

    it('are told apart from nothing: every report is answered alike', async () => {
      const { key } = await makeKey(owner.client);
      const gone = await makeKey(owner.client);
      await owner.client.ask('DELETE', `${KEYS}/${gone.id}`);
      const answers = [];
      for (const token of [
        key,
        key,
        gone.key,
        'fg_live_nonsense',
        'x',
        owner.session.access_token,
        '\ud83d\ude00',
      ])
        answers.push(await report(token));
      expect(answers.map(({ status, text }) => `${String(status)} ${text}`)).toEqual(
        Array.from({ length: 7 }, () => '202 '),
      );
    });

    it('are not revoked by half a secret: the beginning is no secret', async () => {
      const { key_prefix: beginning, client, key } = await makeKey(owner.client);
      const other = await makeKey(owner.client);
      await report(beginning + other.key.slice(other.key_prefix.length));
      await report(key.slice(0, -1));
      expect((await client.get(ME)).verdict).toBe('200');
    });
  });
});
