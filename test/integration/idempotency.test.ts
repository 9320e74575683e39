import { createHash } from 'node:crypto';
import { Database } from '#platform/database/database';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { ask, register, type Answered, type SignedIn } from '../support/http-client';
import { CANARY, OrderDesk, OrderDeskModule } from '../support/order-desk';
import { brokenInvariants, startApi, type RunningApi } from '../support/running-app';

interface OrderBody {
  readonly id: string;
  readonly secret: string;
  readonly url: string;
  readonly error_code?: string;
}

describe('a request with an Idempotency-Key', () => {
  let environment: TestEnvironment;
  let api: RunningApi;
  let desk: OrderDesk;
  let database: Database;
  let ada: SignedIn;
  let bob: SignedIn;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    api = await startApi(environment, { modules: [OrderDeskModule] });
    desk = api.get(OrderDesk);
    database = api.get(Database);
    await desk.prepare();
    ada = await register(api.url, 'ada@example.org');
    bob = await register(api.url, 'bob@example.org');
  });

  beforeEach(async () => {
    desk.accident = null;
    desk.gate = null;
    await database.query('DELETE FROM test_orders');
  });

  afterAll(async () => {
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const place = (key: string | undefined, what = 'tea', by: SignedIn = ada): Promise<Answered<OrderBody>> =>
    ask<OrderBody>(api.url, '/test-orders', {
      token: by.token,
      json: { what },
      ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
    });
  const count = async (table: 'test_orders' | 'idempotency_keys' | 'outbox') =>
    (await database.first<{ count: number }>(`SELECT count(*)::int AS count FROM ${table}`))?.count;
  const isReplay = (answer: Answered<OrderBody>) => answer.headers.get('idempotency-replayed') === 'true';

  it('acts every time when there is no key', async () => {
    const [first, second] = [await place(undefined), await place(undefined)];
    expect(first.body.id).not.toBe(second.body.id);
    expect(await count('test_orders')).toBe(2);
  });

  it('acts once for fifty identical requests at the same moment', async () => {
    const factsBefore = await count('outbox');
    const answers = await Promise.all(Array.from({ length: 50 }, () => place('fifty at once')));
    const created = answers.filter(({ status }) => status === 201);
    const refused = answers.filter(({ status }) => status === 409);
    expect(created.length + refused.length).toBe(50);
    expect(refused.every(({ body }) => body.error_code === 'IDEMPOTENCY_IN_FLIGHT')).toBe(true);
    expect(created.filter((answer) => !isReplay(answer))).toHaveLength(1);
    expect(new Set(created.map(({ body }) => body.id)).size).toBe(1);
    expect(await count('test_orders')).toBe(1);
    expect(await count('outbox')).toBe((factsBefore ?? 0) + 1);
  });

  it('says that the same request is in flight, and when to come again', async () => {
    let open = (): void => undefined;
    desk.gate = new Promise((resolve) => (open = resolve));
    const first = place('held');
    await ordersInFlight();
    const second = await place('held');
    open();
    expect(second.status).toBe(409);
    expect(second.headers.get('retry-after')).toBe('1');
    expect((await first).status).toBe(201);
    const third = await place('held');
    expect(isReplay(third)).toBe(true);
    expect(third.body.id).toBe((await first).body.id);
  });

  it('is presented anew without acting anew', async () => {
    const first = await place('signed twice');
    const second = await place('signed twice');
    expect(isReplay(first)).toBe(false);
    expect(isReplay(second)).toBe(true);
    expect(second.status).toBe(first.status);
    expect(second.body).toMatchObject({ id: first.body.id, secret: CANARY });
    expect(second.body.url).not.toBe(first.body.url);
  });

  it('is refused with another body under the same key', async () => {
    await place('one meaning', 'tea');
    const second = await place('one meaning', 'coffee');
    expect(second.status).toBe(422);
    expect(second.body.error_code).toBe('IDEMPOTENCY_KEY_REUSED');
    expect(await count('test_orders')).toBe(1);
  });

  it('never meets the key of another caller', async () => {
    const mine = await place('the same words', 'tea', ada);
    const theirs = await place('the same words', 'coffee', bob);
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect(isReplay(theirs)).toBe(false);
  });

  it('acts again once the key has expired', async () => {
    const first = await place('a day ago');
    await database.query(`UPDATE idempotency_keys SET expires_at = now() - interval '1 second'`);
    const second = await place('a day ago', 'coffee');
    expect(second.status).toBe(201);
    expect(isReplay(second)).toBe(false);
    expect(second.body.id).not.toBe(first.body.id);
  });

  it('leaves the key free when it fails', async () => {
    const keysBefore = await count('idempotency_keys');
    desk.accident = 'inside the transaction';
    expect((await place('second try')).status).toBe(500);
    expect(await count('test_orders')).toBe(0);
    expect(await count('idempotency_keys')).toBe(keysBefore);
    desk.accident = null;
    const second = await place('second try');
    expect(second.status).toBe(201);
    expect(isReplay(second)).toBe(false);
  });

  it.each(['after the commit', 'connection cut after the commit'] as const)(
    'gives what was made to who asks again when the answer was lost %s',
    async (accident) => {
      desk.accident = accident;
      const lost = await place(accident).catch(() => null);
      expect(lost?.status ?? 'cut').toBe(accident === 'after the commit' ? 500 : 'cut');
      const made = await database.first<{ id: string }>('SELECT id FROM test_orders');
      desk.accident = null;
      const again = await place(accident);
      expect(again.status).toBe(201);
      expect(again.body.id).toBe(made?.id);
      expect(isReplay(again)).toBe(true);
      expect(await count('test_orders')).toBe(1);
    },
  );

  it.each([
    ['empty', ''],
    ['longer than 255 characters', 'k'.repeat(256)],
    ['not ASCII', 'schlüssel'],
  ])('is refused when the key is %s', async (_why, key) => {
    const answer = await place(key);
    expect(answer.status).toBe(400);
    expect(answer.body.error_code).toBe('IDEMPOTENCY_KEY_INVALID');
    expect(await count('test_orders')).toBe(0);
  });

  it('keeps neither the key nor the outcome readable in the database', async () => {
    const key = 'a key that nobody may read back';
    await place(key);
    const rows = await database.rows<{ key_hash: Buffer; fingerprint: Buffer; sealed_outcome: Buffer }>(
      'SELECT key_hash, fingerprint, sealed_outcome FROM idempotency_keys',
    );
    const everything = Buffer.concat(rows.flatMap((row) => Object.values(row)));
    expect(rows.length).toBeGreaterThan(0);
    for (const hidden of [CANARY, key, ada.id, 'tea']) expect(everything.includes(hidden)).toBe(false);
    const expected = createHash('sha256')
      .update(JSON.stringify([ada.id, 'placeTestOrder', key]))
      .digest();
    expect(rows.some(({ key_hash: hash }) => hash.equals(expected))).toBe(true);
  });

  it('fails loudly where a handler promises idempotency and runs no unit of work', async () => {
    const answer = await ask(api.url, '/test-orders/forgotten', {
      method: 'POST',
      token: ada.token,
      headers: { 'idempotency-key': 'forgotten' },
    });
    expect(answer.status).toBe(500);
  });

  /** The transaction that waits at the gate holds the lock of its key. */
  async function ordersInFlight(): Promise<void> {
    await eventually('an order is in flight', () =>
      database.first(
        `SELECT 1 AS held FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
          WHERE pg_locks.locktype = 'advisory' AND pg_database.datname = current_database()`,
      ),
    );
  }
});
