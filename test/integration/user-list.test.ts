import type { INestApplicationContext } from '@nestjs/common';
import type { PageRequest } from '#libs/paging';
import { newId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { UserReader, type UserFilter } from '../../src/modules/auth/ports/user-reader';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext } from '../support/running-app';

const SEEDS = [1, 7, 42, 1_000, 20_261_120];
const ROWS = 60;
const EVERYBODY: UserFilter = { search: null, isDisabled: null };

describe('the list of users', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  let reader: UserReader;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    database = app.get(Database);
    reader = app.get(UserReader, { strict: false });
  });

  beforeEach(() => database.query('DELETE FROM users'));

  afterAll(async () => {
    expect(await brokenInvariants(app)).toEqual([]);
    await app.close();
    await environment.remove();
  });

  it.each(SEEDS)('shows every row once by cursor, while others come and go (seed %d)', async (seed) => {
    const random = randomFrom(seed);
    const before = await insert(ROWS);
    const seen: string[] = [];
    const removed = new Set<string>();
    let after: PageRequest['after'] = null;
    do {
      const size = 1 + Math.floor(random() * 7);
      const page = await reader.list(EVERYBODY, { style: 'cursor', size, offset: 0, page: null, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next;
      if (random() < 0.5) await insert(1 + Math.floor(random() * 3));
      if (random() < 0.5) removed.add(await removeOne(before[Math.floor(random() * before.length)]!));
    } while (after !== null);
    expect(new Set(seen).size).toBe(seen.length);
    const expected = before.filter((id) => !removed.has(id));
    expect(expected.length).toBeGreaterThan(ROWS / 3);
    expect(expected.filter((id) => !seen.includes(id))).toEqual([]);
  });

  it('pages by number and by offset in the same order, newest first', async () => {
    await insert(25);
    const byPage = [];
    for (const page of [1, 2, 3]) {
      const { items, total } = await reader.list(EVERYBODY, {
        style: 'page',
        size: 10,
        offset: (page - 1) * 10,
        page,
        after: null,
      });
      expect(total).toBe(25);
      byPage.push(...items);
    }
    const inOne = await reader.list(EVERYBODY, {
      style: 'offset',
      size: 100,
      offset: 0,
      page: null,
      after: null,
    });
    expect(byPage.map(({ id }) => id)).toEqual(inOne.items.map(({ id }) => id));
    const times = byPage.map(({ createdAt }) => createdAt.getTime());
    expect(times).toEqual([...times].sort((one, other) => other - one));
  });

  it('finds people by a part of address or name, literally and ignoring case', async () => {
    await add({ email: 'ada@example.org', name: 'Ada LOVELACE' });
    await add({ email: '100%_real@example.org', name: null });
    const found = async (search: string) =>
      (
        await reader.list(
          { search, isDisabled: null },
          { style: 'page', size: 10, offset: 0, page: 1, after: null },
        )
      ).items.map(({ email }) => email);
    expect(await found('lovel')).toEqual(['ada@example.org']);
    expect(await found('ADA@')).toEqual(['ada@example.org']);
    expect(await found('%_')).toEqual(['100%_real@example.org']);
    expect(await found('nobody')).toEqual([]);
  });

  /** Several rows of one statement share their time to the microsecond: only the id tells them apart. */
  async function insert(count: number): Promise<string[]> {
    const ids = Array.from({ length: count }, () => newId());
    await database.query(
      `INSERT INTO users (id, email, password_hash) SELECT id, id || '@example.org', 'none' FROM unnest($1::uuid[]) AS id`,
      [ids],
    );
    return ids;
  }

  async function add({ email, name }: { email: string; name: string | null }): Promise<void> {
    await database.query('INSERT INTO users (id, email, name, password_hash) VALUES ($1, $2, $3, $4)', [
      newId(),
      email,
      name,
      'none',
    ]);
  }

  async function removeOne(id: string): Promise<string> {
    await database.query('DELETE FROM users WHERE id = $1', [id]);
    return id;
  }
});

/** Mulberry32: the same numbers for the same seed, so that a failure can be seen again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
