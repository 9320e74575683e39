import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from '../support/api-client';
import { eventually } from '../support/eventually';
import { MallSite } from '../support/mall-site';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type {
  MallBody,
  MallListBody,
  MemberBody,
  MemberListBody,
  PinBody,
  PinListBody,
  StoreBody,
  StoreListBody,
  UserBody,
} from '../support/wire';

/** Takes effect on every process within this time. */
const LATEST_MS = 5_000;

describe('malls', () => {
  let scene: Scene;
  let admin: ApiClient;
  let mall: MallSite;
  let bakery: string;
  let operator: Person;
  let tenant: Person;
  let stranger: Person;

  beforeAll(async () => {
    scene = await Scene.open();
    admin = (await scene.admin()).client;
    operator = await register(scene.client, 'operator');
    tenant = await register(scene.client, 'tenant');
    stranger = await register(scene.client, 'stranger');
    mall = await MallSite.open(admin, 'Riverside');
    bakery = await mall.newStore('Bakery');
    await mall.appoint(operator.user.id);
    await mall.letIn(tenant.user.id, bakery);
    await untilBothAreIn();
  });

  afterAll(() => scene.close());

  const remove = (client: ApiClient, path: string): Promise<Answer> => client.ask('DELETE', path);
  const sees = async (person: Person, path = mall.path): Promise<number> =>
    (await person.client.get(path)).status;

  async function untilBothAreIn(): Promise<void> {
    const bothSee = async () => (await sees(operator)) === 200 && (await sees(tenant)) === 200;
    await eventually('both are members', bothSee, LATEST_MS);
  }

  it('are made, changed and deleted by an admin', async () => {
    const made = await admin.post('/api/v1/malls', { name: 'Hillside' });
    const hillside = made.json<MallBody>();
    expect(made.status).toBe(201);
    expect(hillside).toMatchObject({ name: 'Hillside', detection_model: null });
    const path = `/api/v1/malls/${hillside.id}`;
    const changed = (await admin.patch(path, { detection_model: 'forensic' })).json<MallBody>();
    expect(changed).toMatchObject({ id: hillside.id, name: 'Hillside', detection_model: 'forensic' });
    expect(changed.updated_at > hillside.updated_at).toBe(true);
    expect((await admin.patch(path, {})).json<MallBody>()).toEqual(changed);
    expect((await admin.get(path)).json<MallBody>()).toEqual(changed);
    expect((await remove(admin, path)).status).toBe(204);
    expect((await admin.get(path)).verdict).toBe('404 MALL_NOT_FOUND');
    expect((await remove(admin, path)).verdict).toBe('404 MALL_NOT_FOUND');
  });

  it('are made once, however often the same request comes', async () => {
    const headers = { 'idempotency-key': randomUUID() };
    const answers = await Promise.all([1, 2, 3].map(() => postAgain(headers)));
    expect(new Set(answers.map((answer) => answer.json<MallBody>().id)).size).toBe(1);
  });

  const postAgain = (headers: Record<string, string>): Promise<Answer> =>
    eventually('it is answered', async () => {
      const answer = await admin.post('/api/v1/malls', { name: 'Once' }, { headers });
      return answer.status === 409 ? undefined : answer;
    });

  it('are listed to those who belong to them, and all to an admin', async () => {
    const other = await MallSite.open(admin, 'Lakeside');
    const listed = async (client: ApiClient, query = '') =>
      (await client.get(`/api/v1/malls?${query}`)).json<MallListBody>();
    for (const { client } of [operator, tenant]) {
      const { malls, total } = await listed(client);
      expect([malls.map(({ id }) => id), total]).toEqual([[mall.mallId], 1]);
    }
    expect(await listed(stranger.client)).toMatchObject({ malls: [], total: 0, has_more: false });
    const all = await listed(admin);
    expect(all.malls.map(({ id }) => id)).toEqual(expect.arrayContaining([mall.mallId, other.mallId]));
    expect((await listed(admin, 'search=LAKE')).malls.map(({ id }) => id)).toEqual([other.mallId]);
    expect((await listed(operator.client, 'search=LAKE')).malls).toEqual([]);
  });

  it('have stores and pins that their operator keeps', async () => {
    const { client } = operator;
    const made = await client.post(`${mall.path}/stores`, { name: 'Shoes' });
    const shoes = made.json<StoreBody>();
    expect([made.status, shoes.mall_id]).toEqual([201, mall.mallId]);
    const store = `${mall.path}/stores/${shoes.id}`;
    expect((await client.patch(store, { name: 'Boots' })).json<StoreBody>().name).toBe('Boots');
    const location = { x: 12.5, y: -4, floor: -1 };
    const body = { name: 'By the stairs', store_id: shoes.id, location };
    const pin = (await client.post(`${mall.path}/pins`, body)).json<PinBody>();
    expect(pin).toMatchObject({ mall_id: mall.mallId, store_id: shoes.id, location, active: true });
    expect((await remove(client, store)).problem).toMatchObject({
      error_code: 'NOT_EMPTY',
      details: { used_by: ['pins'] },
    });
    const path = `${mall.path}/pins/${pin.id}`;
    const moved = await client.patch(path, { store_id: null, location: null, active: false });
    expect(moved.json<PinBody>()).toMatchObject({ store_id: null, location: null, active: false });
    expect((await remove(client, store)).status).toBe(204);
    expect((await remove(client, path)).status).toBe(204);
    expect((await client.get(path)).verdict).toBe('404 PIN_NOT_FOUND');
  });

  it('show their pins by store, by whether they are in use, and by a part of the name', async () => {
    const { client } = operator;
    const [inside, outside] = [await mall.newPin(bakery, 'Till 100%'), await mall.newPin(null, 'Gate')];
    await client.patch(`${mall.path}/pins/${outside}`, { active: false });
    const found = async (query: string): Promise<string[]> =>
      (await tenant.client.get(`${mall.path}/pins?${query}`)).json<PinListBody>().pins.map(({ id }) => id);
    expect(await found('')).toEqual([outside, inside]);
    expect(await found(`store_id=${bakery}`)).toEqual([inside]);
    expect(await found('active=false')).toEqual([outside]);
    expect(await found('active=true')).toEqual([inside]);
    expect(await found('search=gATE')).toEqual([outside]);
    expect(await found('search=%25')).toEqual([inside]);
    const { next_cursor: cursor } = (await client.get(`${mall.path}/pins?page_size=1`)).json<PinListBody>();
    expect(await found(`page_size=1&cursor=${cursor ?? ''}`)).toEqual([inside]);
    const elsewhere = await MallSite.open(admin);
    expect(
      (await admin.get(`${elsewhere.path}/pins?page_size=1&cursor=${cursor ?? ''}`)).faultyFields,
    ).toEqual(['cursor']);
    for (const pin of [inside, outside]) await remove(client, `${mall.path}/pins/${pin}`);
  });

  it('are read by their tenants, who change nothing and do not see who else is there', async () => {
    const { client } = tenant;
    const { stores } = (await client.get(`${mall.path}/stores`)).json<StoreListBody>();
    expect(stores.map(({ id }) => id)).toContain(bakery);
    expect((await client.get(`${mall.path}/stores/${bakery}`)).status).toBe(200);
    const refused = await Promise.all([
      client.post(`${mall.path}/stores`, { name: 'Mine' }),
      client.patch(`${mall.path}/stores/${bakery}`, { name: 'Mine' }),
      client.post(`${mall.path}/pins`, { name: 'Mine' }),
      client.get(`${mall.path}/members`),
      client.patch(mall.path, { name: 'Mine' }),
    ]);
    expect(refused.map(({ verdict }) => verdict)).toEqual(refused.map(() => '403 NOT_FOR_YOUR_ROLE'));
  });

  it('are closed to others, while one that does not exist is not found', async () => {
    const { client } = stranger;
    for (const below of ['', '/stores', '/pins', '/members', `/stores/${bakery}`]) {
      expect((await client.get(`${mall.path}${below}`)).verdict).toBe('403 NOT_YOUR_MALL');
      expect((await client.get(`/api/v1/malls/${randomUUID()}${below}`)).verdict).toBe('404 MALL_NOT_FOUND');
    }
    expect((await client.post('/api/v1/malls', { name: 'Mine' })).verdict).toBe('403 NOT_FOR_YOUR_ROLE');
  });

  describe('have members:', () => {
    const members = () => `${mall.path}/members`;

    it('operators by an admin alone, tenants by an operator too', async () => {
      const { user } = await register(scene.client);
      const letIn = { user_id: user.id, role: 'tenant', store_id: bakery };
      const appoint = { user_id: user.id, role: 'operator' };
      expect((await operator.client.post(members(), appoint)).verdict).toBe('403 NOT_FOR_YOUR_ROLE');
      const added = await operator.client.post(members(), letIn);
      const member = added.json<MemberBody>();
      expect(added.status).toBe(201);
      expect(member).toEqual({ ...letIn, id: member.id, email: user.email, name: user.name });
      expect((await operator.client.post(members(), letIn)).verdict).toBe('409 ALREADY_A_MEMBER');
      const path = `${members()}/${member.id}`;
      expect((await operator.client.patch(path, { role: 'operator' })).verdict).toBe('403 NOT_FOR_YOUR_ROLE');
      const promoted = await admin.patch(path, { role: 'operator' });
      expect(promoted.json<MemberBody>()).toMatchObject({ role: 'operator', store_id: null });
      for (const refused of [
        await operator.client.patch(path, { role: 'tenant', store_id: bakery }),
        await remove(operator.client, path),
      ])
        expect(refused.verdict).toBe('403 NOT_FOR_YOUR_ROLE');
      expect((await remove(admin, path)).status).toBe(204);
      expect((await admin.get(path)).verdict).toBe('404 MEMBER_NOT_FOUND');
    });

    it('listed with their addresses, by role and by a part of the name', async () => {
      const found = async (query: string) =>
        (await operator.client.get(`${members()}?${query}`)).json<MemberListBody>().members;
      expect((await found('')).map(({ email }) => email)).toEqual([tenant.email, operator.email]);
      expect((await found('role=operator')).map(({ email }) => email)).toEqual([operator.email]);
      expect((await found('search=TENANT')).map(({ email }) => email)).toEqual([tenant.email]);
    });

    it('a wrong one is refused with the field that is wrong', async () => {
      const elsewhere = await (await MallSite.open(admin)).newStore();
      const { id } = stranger.user;
      const verdictOf = async (client: ApiClient, body: object) => {
        const answer = await client.post(members(), body);
        return `${answer.verdict} ${answer.faultyFields.join()}`;
      };
      expect(await verdictOf(admin, { user_id: randomUUID(), role: 'operator' })).toBe(
        '422 USER_UNKNOWN user_id',
      );
      const asTenant = (store_id?: string) => ({
        user_id: id,
        role: 'tenant',
        ...(store_id ? { store_id } : {}),
      });
      expect(await verdictOf(admin, asTenant())).toBe('422 ROLE_AND_STORE_MISMATCH store_id');
      expect(await verdictOf(admin, { ...asTenant(bakery), role: 'operator' })).toBe(
        '422 ROLE_AND_STORE_MISMATCH store_id',
      );
      expect(await verdictOf(admin, asTenant(randomUUID()))).toBe('422 STORE_UNKNOWN store_id');
      expect(await verdictOf(admin, asTenant(elsewhere))).toBe('422 STORE_UNKNOWN store_id');
      expect(await verdictOf(operator.client, asTenant(elsewhere))).toBe('403 NOT_YOUR_MALL ');
      expect(await verdictOf(admin, { ...asTenant(bakery), email: 'x@example.org' })).toBe(
        '422 VALIDATION_FAILED email',
      );
    });

    it('who are in and out within five seconds, also at another process', async () => {
      const elsewhere = await scene.startApi();
      const guest = await register(scene.client, 'guest');
      const there = guest.client.at(elsewhere.baseUrl);
      expect((await there.get(mall.path)).verdict).toBe('403 NOT_YOUR_MALL');
      const id = await mall.letIn(guest.user.id, bakery);
      await eventually('in', async () => (await there.get(mall.path)).status === 200, LATEST_MS);
      expect((await guest.client.get('/api/v1/auth/me')).json<UserBody>()).toMatchObject({ role: 'tenant' });
      expect((await remove(admin, `${members()}/${id}`)).status).toBe(204);
      await eventually('out', async () => (await there.get(mall.path)).status === 403, LATEST_MS);
    });

    it('whose comings and goings are on the trail', async () => {
      const { user } = await register(scene.client);
      const other = await mall.newStore('Books');
      const id = await mall.letIn(user.id, bakery);
      await operator.client.patch(`${members()}/${id}`, { store_id: other });
      await operator.client.patch(`${members()}/${id}`, { store_id: other });
      await remove(operator.client, `${members()}/${id}`);
      const traces = await scene.sql<{ action: string; actor_id: string; before: object; after: object }>(
        `SELECT action, actor_id, before, after FROM audit_events
          WHERE target_id = $1 AND action LIKE 'user.membership%' ORDER BY occurred_at`,
        [user.id],
      );
      const { user: actor } = await scene.admin();
      const as = (store_id: string) => ({ member_id: id, mall_id: mall.mallId, role: 'tenant', store_id });
      expect(traces).toEqual([
        { action: 'user.membership_granted', actor_id: actor.id, before: null, after: as(bakery) },
        {
          action: 'user.membership_changed',
          actor_id: operator.user.id,
          before: as(bakery),
          after: as(other),
        },
        { action: 'user.membership_ended', actor_id: operator.user.id, before: as(other), after: null },
      ]);
    });
  });

  it.each([
    ['malls', { name: '' }, 'name'],
    ['malls', { name: 'x', detection_model: 'magic' }, 'detection_model'],
    ['pins', { name: 'x', location: [] }, 'location'],
    ['pins', { name: 'x', location: { x: 1, y: 2 } }, 'location.floor'],
    ['pins', { name: 'x', location: { x: 1, y: 2, floor: 0.5 } }, 'location.floor'],
    ['pins', { name: 'x', location: { x: '1', y: 2, floor: 0 } }, 'location.x'],
    ['pins', { name: 'x', store_id: 'bakery' }, 'store_id'],
    ['pins', { name: 'x', mall_id: randomUUID() }, 'mall_id'],
  ])('refuse among %s %j', async (noun, body, field) => {
    const path = noun === 'malls' ? '/api/v1/malls' : `${mall.path}/${noun}`;
    const answer = await admin.post(path, body);
    expect([answer.verdict, answer.faultyFields]).toEqual(['422 VALIDATION_FAILED', [field]]);
  });

  it('are not deleted while anything points at them', async () => {
    const used = await MallSite.open(admin);
    const store = await used.newStore();
    await used.letIn(stranger.user.id, store);
    expect((await remove(admin, used.path)).problem).toMatchObject({
      error_code: 'NOT_EMPTY',
      detail: 'This mall still has stores, members.',
      details: { used_by: ['stores', 'members'] },
    });
    expect((await remove(admin, `${used.path}/stores/${store}`)).problem).toMatchObject({
      details: { used_by: ['members'] },
    });
  });
});
