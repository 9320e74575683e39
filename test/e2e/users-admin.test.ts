import { randomUUID } from 'node:crypto';
import type { Answer, ApiClient } from '../support/api-client';
import { runCli } from '../support/built-process';
import { eventually } from '../support/eventually';
import { MallSite } from '../support/mall-site';
import { register, type Person } from '../support/people';
import { Scene } from '../support/scene';
import type { ManagedUserBody, UserListBody } from '../support/wire';

const HOW_MANY = 7;

describe('an admin', () => {
  let scene: Scene;
  let admin: ApiClient;
  /** Newest first, as lists show them. */
  let crowd: readonly Person[];

  beforeAll(async () => {
    scene = await Scene.open();
    admin = (await scene.admin()).client;
    const people: Person[] = [];
    for (let index = 0; index < HOW_MANY; index += 1) people.push(await register(scene.client, 'crowd'));
    crowd = people.reverse();
  });

  afterAll(() => scene.close());

  const ask = (query: string): Promise<Answer> => admin.get(`/api/v1/users?${query}`);
  const list = async (query: string): Promise<UserListBody> => {
    const answer = await ask(query);
    expect(answer.verdict).toBe('200');
    return answer.json<UserListBody>();
  };
  const crowdList = (query: string): Promise<UserListBody> => list(`search=crowd-&${query}`);
  const idsOf = ({ users }: UserListBody): string[] => users.map(({ id }) => id);
  const crowdIds = (): string[] => crowd.map(({ user }) => user.id);
  const faultOf = async (query: string): Promise<string> => {
    const answer = await ask(query);
    const [fault] = answer.status === 422 ? (answer.problem.errors ?? []) : [];
    return `${String(answer.status)} ${fault?.field ?? ''} ${fault?.code ?? ''}`;
  };

  describe('lists accounts, newest first,', () => {
    it('page by page', async () => {
      const pages = await Promise.all([1, 2, 3].map((page) => crowdList(`page=${String(page)}&page_size=3`)));
      expect(pages.flatMap(idsOf)).toEqual(crowdIds());
      expect(pages[0]).toMatchObject({
        total: HOW_MANY,
        total_capped: false,
        page: 1,
        page_size: 3,
        total_pages: 3,
      });
      expect(pages.map((page) => page.has_more)).toEqual([true, true, false]);
      expect(pages.map((page) => page.next_cursor === null)).toEqual([false, false, true]);
    });

    it('by limit and offset', async () => {
      const answer = await crowdList('limit=3&offset=2');
      expect(idsOf(answer)).toEqual(crowdIds().slice(2, 5));
      expect(answer).toMatchObject({
        total: HOW_MANY,
        page: null,
        total_pages: null,
        page_size: 3,
        has_more: true,
      });
    });

    it('by the cursor, which neither skips nor repeats when somebody registers meanwhile', async () => {
      const first = await crowdList('page_size=3');
      const latecomer = await register(scene.client, 'crowd');
      const second = await crowdList(`page_size=3&cursor=${String(first.next_cursor)}`);
      const third = await crowdList(`page_size=3&cursor=${String(second.next_cursor)}`);
      expect([first, second, third].flatMap(idsOf)).toEqual(crowdIds());
      expect(third).toMatchObject({ page: null, total_pages: null, has_more: false, next_cursor: null });
      crowd = [latecomer, ...crowd];
    });

    it('by a cursor also where all were made in the same instant', async () => {
      await scene.sql(`UPDATE users SET created_at = '2026-01-01' WHERE email LIKE 'crowd-%'`);
      const seen: string[] = [];
      for (let cursor: string | null = ''; cursor !== null;) {
        const page: UserListBody = await crowdList(`page_size=2${cursor === '' ? '' : `&cursor=${cursor}`}`);
        seen.push(...idsOf(page));
        cursor = page.next_cursor;
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen.sort()).toEqual(crowdIds().sort());
    });

    it('twenty at a time when no size is given', async () => {
      expect(await crowdList('')).toMatchObject({
        page: 1,
        page_size: 20,
        total: crowd.length,
        has_more: false,
      });
    });

    it('and gets an empty page behind the last one', async () => {
      for (const query of ['page=99&page_size=3', 'limit=5&offset=1000', 'page=1000000&page_size=100']) {
        expect(await crowdList(query)).toMatchObject({
          users: [],
          total: crowd.length,
          has_more: false,
          next_cursor: null,
        });
      }
    });

    it('filtered by part of the address or name, ignoring case and taking wildcards literally', async () => {
      const [someone] = crowd;
      expect(idsOf(await list(`search=${encodeURIComponent((someone?.email ?? '').toUpperCase())}`))).toEqual(
        [someone?.user.id],
      );
      expect(idsOf(await list('search=%25'))).toEqual([]);
      expect(idsOf(await list('search=crowd_'))).toEqual([]);
      expect(idsOf(await list(`search=${encodeURIComponent("' OR 1=1 --")}`))).toEqual([]);
    });

    it('filtered by whether they are disabled', async () => {
      const person = await register(scene.client, 'switched-off');
      await admin.patch(`/api/v1/users/${person.user.id}`, { disabled: true });
      expect(idsOf(await list('search=switched-off&disabled=true'))).toEqual([person.user.id]);
      expect(idsOf(await list('search=switched-off&disabled=false'))).toEqual([]);
    });
  });

  describe('is told what is wrong with a list request:', () => {
    it.each([
      ['page=1&limit=5', '422 limit MIXED_PAGING'],
      ['page_size=5&offset=5', '422 limit MIXED_PAGING'],
      ['cursor=abc&limit=5', '422 limit MIXED_PAGING'],
      ['cursor=abc&page=2', '422 cursor MIXED_PAGING'],
      ['cursor=abc', '422 cursor BAD_CURSOR'],
      ['cursor=', '422 cursor BAD_CURSOR'],
      ['page=0', '422 page TOO_SMALL'],
      ['page_size=101', '422 page_size TOO_LARGE'],
      ['search=', '422 search BAD_LENGTH'],
      ['disabled=yes', '422 disabled NOT_BOOLEAN'],
      ['sort=created_at%3Bdrop', '422 sort UNKNOWN_FIELD'],
    ])('%s is %s', async (query, expected) => {
      expect(await faultOf(query)).toBe(expected);
    });

    it('a cursor fits no other filter, and none that was altered fits at all', async () => {
      const { next_cursor: cursor } = await crowdList('page_size=3');
      expect(await faultOf(`search=crowd&page_size=3&cursor=${String(cursor)}`)).toBe(
        '422 cursor BAD_CURSOR',
      );
      expect(await faultOf(`page_size=3&cursor=${String(cursor)}`)).toBe('422 cursor BAD_CURSOR');
      const altered = `${String(cursor).slice(0, -2)}AA`;
      expect(await faultOf(`search=crowd-&page_size=3&cursor=${altered}`)).toBe('422 cursor BAD_CURSOR');
    });
  });

  describe('changes accounts:', () => {
    const patch = (id: string, body: unknown): Promise<Answer> => admin.patch(`/api/v1/users/${id}`, body);

    it('gives a name and takes it away', async () => {
      const { user } = await register(scene.client);
      expect((await patch(user.id, { name: 'Grace Hopper 🚢' })).json<ManagedUserBody>().name).toBe(
        'Grace Hopper 🚢',
      );
      expect((await patch(user.id, { name: null })).json<ManagedUserBody>().name).toBeNull();
      expect((await admin.get(`/api/v1/users/${user.id}`)).json<ManagedUserBody>().name).toBeNull();
    });

    it('makes an admin, who may then do as admins do, and takes it back, within five seconds', async () => {
      const person = await register(scene.client);
      expect((await person.client.get('/api/v1/users')).verdict).toBe('403 FORBIDDEN');
      expect((await patch(person.user.id, { role: 'admin' })).json()).toMatchObject({ role: 'admin' });
      await eventually(
        'the new admin is let in',
        async () => (await person.client.get('/api/v1/users')).status === 200,
        5_000,
      );
      expect((await patch(person.user.id, { role: 'user' })).json()).toMatchObject({ role: 'user' });
      await eventually(
        'the former admin is kept out',
        async () => (await person.client.get('/api/v1/users')).status === 403,
        5_000,
      );
    });

    it('leaves a trace of each change, and none where nothing changed', async () => {
      const { user } = await register(scene.client);
      await patch(user.id, { role: 'admin', name: 'Ada' });
      await patch(user.id, { role: 'admin', disabled: false });
      await patch(user.id, {});
      const traces = await scene.sql(
        'SELECT action, actor_id FROM audit_events WHERE target_id = $1 ORDER BY id',
        [user.id],
      );
      const { user: actor } = await scene.admin();
      expect(traces).toEqual([
        { action: 'user.registered', actor_id: null },
        { action: 'user.renamed', actor_id: actor.id },
        { action: 'user.role_changed', actor_id: actor.id },
      ]);
    });

    it('but not their own role, nor disables themselves; their own name they may', async () => {
      const { user } = await scene.admin();
      expect((await patch(user.id, { role: 'user' })).verdict).toBe('409 OWN_ACCOUNT');
      expect((await patch(user.id, { disabled: true })).verdict).toBe('409 OWN_ACCOUNT');
      expect((await patch(user.id, { name: 'Administrator' })).status).toBe(200);
    });

    it.each([
      [{ role: 'operator' }, ['role']],
      [{ role: 'tenant' }, ['role']],
      [{ disabled: 'true' }, ['disabled']],
      [{ name: '' }, ['name']],
      [{ name: 7 }, ['name']],
      [{ email: 'other@example.org' }, ['email']],
      [{ is_admin: true, password_hash: 'x' }, ['is_admin', 'password_hash']],
    ])('%j is refused as a whole', async (body, fields) => {
      const [person] = crowd;
      const answer = await patch(person?.user.id ?? '', { ...body });
      expect(answer.verdict).toBe('422 VALIDATION_FAILED');
      expect(answer.faultyFields.sort()).toEqual(fields);
    });

    it('an account that does not exist is 404 to read and to change', async () => {
      expect((await admin.get(`/api/v1/users/${randomUUID()}`)).verdict).toBe('404 USER_NOT_FOUND');
      expect((await patch(randomUUID(), { name: 'Nobody' })).verdict).toBe('404 USER_NOT_FOUND');
    });
  });

  it('sees the memberships of an account, of which the strongest makes its role', async () => {
    const { user } = await register(scene.client);
    const mall = await MallSite.open(admin);
    const store = await mall.newStore();
    await mall.letIn(user.id, store);
    const asTenant = (await admin.get(`/api/v1/users/${user.id}`)).json<ManagedUserBody>();
    expect(asTenant).toMatchObject({
      role: 'tenant',
      memberships: [{ mall_id: mall.mallId, role: 'tenant', store_id: store }],
    });
    await mall.appoint(user.id);
    expect((await admin.get(`/api/v1/users/${user.id}`)).json<ManagedUserBody>().role).toBe('operator');
  });

  it('learns at the command line what does not hold, and that everything does', async () => {
    const { user } = await register(scene.client);
    await scene.sql('INSERT INTO quota_usage (owner_id, period, stored_bytes) VALUES ($1, now(), 7)', [
      user.id,
    ]);
    const broken = await runCli('invariants', scene.variables);
    expect(broken.code).toBe(1);
    expect(broken.output).toMatch(/^BROKEN .*\n +\{.*"stored_bytes":"?7/m);
    await scene.sql('DELETE FROM quota_usage WHERE owner_id = $1', [user.id]);
    const whole = await runCli('invariants', scene.variables);
    expect([whole.code, whole.output.includes('BROKEN')]).toEqual([0, false]);
  });
});
