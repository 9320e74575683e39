import type { INestApplicationContext } from '@nestjs/common';
import type { PageRequest } from '#libs/paging';
import { EVERY_SCOPE, SYSTEM, type SignedInUser } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import { newId, type MallId, type PinId, type StoreId, type UserId } from '#kernel/id';
import { SiteQueries, SiteUses, type Site } from '#modules/sites';
import { Database } from '#platform/database/database';
import { MallCommands } from '../../src/modules/sites/commands/mall.commands';
import { MemberCommands } from '../../src/modules/sites/commands/member.commands';
import { PinCommands } from '../../src/modules/sites/commands/pin.commands';
import { StoreCommands } from '../../src/modules/sites/commands/store.commands';
import type { Pin } from '../../src/modules/sites/domain/pin';
import type { PinFilter } from '../../src/modules/sites/ports/pin-reader';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext } from '../support/running-app';
import { SeededRandom } from '../support/seeded-random';
import { countingStatements } from '../support/statements';

const ROUNDS = 10;
const SEEDS = [1, 7, 20_261_121];
const MOST_STATEMENTS = 3;
const FIRST_PAGE: PageRequest = { style: 'page', size: 20, offset: 0, page: 1, after: null };
const NO_FILTER: PinFilter = { storeId: null, isActive: null, search: null };

describe('malls, stores and pins', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  let sites: SiteQueries;
  let malls: MallCommands;
  let stores: StoreCommands;
  let pins: PinCommands;
  let members: MemberCommands;
  let admin: SignedInUser;
  let mallId: MallId;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    const get = <T>(type: abstract new (...parameters: never[]) => T) => app.get<T>(type, { strict: false });
    database = app.get(Database);
    sites = get(SiteQueries);
    malls = get(MallCommands);
    stores = get(StoreCommands);
    pins = get(PinCommands);
    members = get(MemberCommands);
    admin = actorOf(await newUser());
  });

  beforeEach(async () => {
    mallId = await malls.create(admin, { name: 'Riverside', detectionModel: null });
  });

  afterAll(async () => {
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  const newStore = (name = 'Bakery'): Promise<StoreId> => stores.create(admin, mallId, { name });
  const newPin = (fields: Partial<Pin> = {}): Promise<PinId> =>
    pins.create(admin, mallId, { name: 'Gate', storeId: null, location: null, isActive: true, ...fields });

  describe('point at nothing that is not there:', () => {
    it('the store of a pin is in the same mall, whoever writes it', async () => {
      const elsewhere = await malls.create(admin, { name: 'Hillside', detectionModel: null });
      const foreign = await stores.create(admin, elsewhere, { name: 'Shoes' });
      const planted = database.query(
        `INSERT INTO pins (id, mall_id, store_id, name) VALUES ($1, $2, $3, 'x')`,
        [newId(), mallId, foreign],
      );
      await expect(planted).rejects.toMatchObject({ constraint: 'fk_pins_store' });
      await expect(newPin({ storeId: foreign })).rejects.toMatchObject({ code: 'STORE_UNKNOWN' });
    });

    it('a store that is deleted while a pin is put there and a tenant is let in', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const storeId = await newStore();
        const standing = { role: 'tenant', storeId } as const;
        const userId = await newUser();
        const [deleted, ...added] = await Promise.allSettled([
          stores.delete(admin, mallId, storeId),
          newPin({ storeId }),
          members.add(admin, mallId, userId, standing),
        ]);
        const isGone = deleted.status === 'fulfilled';
        expect(added.map(codeOf)).toEqual(added.map(() => (isGone ? 'STORE_UNKNOWN' : null)));
      }
      expect(await brokenInvariants(app)).toEqual([]);
    });

    it('a mall that is deleted while a store is made and an operator is appointed', async () => {
      for (let round = 0; round < ROUNDS; round += 1) {
        const id = await malls.create(admin, { name: 'Short-lived', detectionModel: null });
        const userId = await newUser();
        const [deleted, ...added] = await Promise.allSettled([
          malls.delete(admin, id),
          stores.create(admin, id, { name: 'Bakery' }),
          members.add(admin, id, userId, { role: 'operator', storeId: null }),
        ]);
        const isGone = deleted.status === 'fulfilled';
        expect(added.map(codeOf)).toEqual(added.map(() => (isGone ? 'MALL_NOT_FOUND' : null)));
      }
      expect(await brokenInvariants(app)).toEqual([]);
    });

    it('a member of what is gone would be noticed', async () => {
      const name = 'every member belongs to a mall that there is, and a tenant to a store of it';
      const storeId = await newStore();
      await members.add(admin, mallId, admin.userId, { role: 'tenant', storeId });
      await database.query('DELETE FROM stores WHERE id = $1', [storeId]);
      expect(await brokenInvariants(app)).toEqual([name]);
      await database.query('DELETE FROM memberships WHERE store_id = $1', [storeId]);
      await database.query(
        `INSERT INTO memberships (id, user_id, mall_id, role) VALUES ($1, $2, $3, 'operator')`,
        [newId(), admin.userId, newId()],
      );
      expect(await brokenInvariants(app)).toEqual([name]);
      await database.query('DELETE FROM memberships WHERE user_id = $1', [admin.userId]);
    });
  });

  it('are kept for as long as another module says that it needs them', async () => {
    const needed = new Set<string>();
    const isFound = (site: Site) => Promise.resolve(site.kind === 'pin' && needed.has(site.pinId));
    app.get(SiteUses, { strict: false }).add({ what: 'recordings', isFound });
    const pinId = await newPin();
    needed.add(pinId);
    await expect(pins.delete(admin, mallId, pinId)).rejects.toMatchObject({
      code: 'NOT_EMPTY',
      facts: { details: { used_by: ['recordings'] } },
    });
    expect(await sites.findPin(pinId)).not.toBeNull();
    needed.delete(pinId);
    await pins.delete(admin, mallId, pinId);
    expect(await sites.findPin(pinId)).toBeNull();
  });

  it('lose no change when two are made at the same moment', async () => {
    const pinId = await newPin();
    await Promise.all([
      pins.change(admin, mallId, pinId, { name: 'Roof' }),
      pins.change(admin, mallId, pinId, { isActive: false }),
      pins.change(admin, mallId, pinId, { location: { x: 1, y: 2, floor: 3 } }),
    ]);
    expect(await sites.getPin(admin, mallId, pinId)).toMatchObject({
      name: 'Roof',
      isActive: false,
      location: { x: 1, y: 2, floor: 3 },
    });
  });

  it('leave a trace of each change, and none where nothing changed', async () => {
    const pinId = await newPin({ name: 'Roof' });
    await pins.change(admin, mallId, pinId, { name: 'Roof', isActive: true });
    await pins.change(admin, mallId, pinId, { name: 'Cellar' });
    await pins.delete(admin, mallId, pinId);
    const fields = { store_id: null, location: null, active: true };
    const traces = await database.rows(
      'SELECT action, before, after FROM audit_events WHERE target_id = $1 ORDER BY occurred_at',
      [pinId],
    );
    expect(traces).toEqual([
      { action: 'pin.created', before: null, after: { name: 'Roof', ...fields } },
      { action: 'pin.changed', before: { name: 'Roof' }, after: { name: 'Cellar' } },
      { action: 'pin.deleted', before: { name: 'Cellar', ...fields }, after: null },
    ]);
  });

  it('are told to other modules in one statement, those that there are', async () => {
    const storeId = await newStore();
    const [inside, outside] = [await newPin({ storeId, name: 'Till' }), await newPin()];
    const till = { id: inside, mallId, storeId, name: 'Till' };
    expect(await sites.findPin(inside)).toEqual(till);
    expect(await sites.pinsOfStores([storeId])).toEqual([till]);
    const { answer, statements } = await countingStatements(() =>
      sites.pins([inside, outside, newId<'pin'>()]),
    );
    expect(answer.map(({ id }) => id).sort()).toEqual([inside, outside].sort());
    expect(statements).toHaveLength(1);
  });

  it('are shown by three statements at most, however many there are', async () => {
    const pinId = await newPin();
    for (let index = 0; index < 30; index += 1) await newPin();
    for (const work of [
      () => sites.listMalls(admin, { search: null }, FIRST_PAGE),
      () => sites.listPins(admin, mallId, NO_FILTER, FIRST_PAGE),
      () => sites.listMembers(admin, { mallId, search: null, role: null }, FIRST_PAGE),
      () => sites.getPin(admin, mallId, pinId),
    ]) {
      const { statements } = await countingStatements<unknown>(work);
      expect(statements.length).toBeGreaterThan(0);
      expect(statements.length).toBeLessThanOrEqual(MOST_STATEMENTS);
    }
  });

  it.each(SEEDS)(
    'list each pin once by cursor while others come and go, as a plain filter would (seed %d)',
    async (seed) => {
      const random = new SeededRandom(seed);
      const storeIds = [await newStore(), await newStore(), null];
      const anyPin = (): Partial<Pin> => ({
        name: ['Gate', 'gate 100%', 'Roof'][random.below(3)]!,
        storeId: storeIds[random.below(3)]!,
        isActive: random.below(2) === 0,
      });
      const before: (Partial<Pin> & { id: PinId })[] = [];
      for (let index = 0; index < 40; index += 1) {
        const fields = anyPin();
        before.push({ ...fields, id: await newPin(fields) });
      }
      for (const filter of filtersOver(storeIds)) {
        const removed = new Set<PinId>();
        const seen: PinId[] = [];
        let after: PageRequest['after'] = null;
        do {
          const size = 1 + random.below(5);
          const request: PageRequest = { style: 'cursor', size, offset: 0, page: null, after };
          const page = await sites.listPins(admin, mallId, filter, request);
          seen.push(...page.items.map(({ id }) => id));
          after = page.next;
          if (random.below(4) === 0) await newPin(anyPin());
          if (random.below(8) === 0) removed.add(await removeOne(before, random));
        } while (after !== null);
        const expected = before.filter((pin) => passes(pin, filter)).map(({ id }) => id);
        const ours = seen.filter((id) => before.some((pin) => pin.id === id) && !removed.has(id));
        expect(ours).toEqual(expected.filter((id) => !removed.has(id)).reverse());
        expect(new Set(seen).size).toBe(seen.length);
        before.splice(0, before.length, ...before.filter(({ id }) => !removed.has(id)));
      }
    },
  );

  async function removeOne(among: readonly { id: PinId }[], random: SeededRandom): Promise<PinId> {
    const { id } = among[random.below(among.length)]!;
    await database.query('DELETE FROM pins WHERE id = $1', [id]);
    return id;
  }

  async function newUser(): Promise<UserId> {
    const id = newId<'user'>();
    await database.query(`INSERT INTO users (id, email, password_hash) VALUES ($1, $2, 'none')`, [
      id,
      `${id}@example.org`,
    ]);
    return id;
  }
});

function filtersOver([storeId]: readonly (StoreId | null)[]): PinFilter[] {
  return [
    NO_FILTER,
    { ...NO_FILTER, storeId: storeId! },
    { ...NO_FILTER, isActive: false },
    { ...NO_FILTER, search: 'GATE' },
    { storeId: storeId!, isActive: true, search: '%' },
  ];
}

function passes(pin: Partial<Pin>, { storeId, isActive, search }: PinFilter): boolean {
  return (
    (storeId === null || pin.storeId === storeId) &&
    (isActive === null || pin.isActive === isActive) &&
    (search === null || (pin.name ?? '').toLowerCase().includes(search.toLowerCase()))
  );
}

function codeOf(outcome: PromiseSettledResult<unknown>): string | null {
  return outcome.status === 'rejected' ? (outcome.reason as DomainError).code : null;
}

function actorOf(userId: UserId): SignedInUser {
  return {
    kind: 'user',
    userId,
    credential: { kind: 'session', id: newId<'session'>() },
    role: 'admin',
    memberships: [],
    scopes: EVERY_SCOPE,
    origin: SYSTEM.origin,
  };
}
