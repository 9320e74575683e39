import type { INestApplicationContext } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { AuditTrail, ChainQueries } from '#modules/audit';
import { Database } from '#platform/database/database';
import { SEALED_AT_ONCE, SealEvents } from '../../src/modules/audit/commands/seal-events';
import { AuditChain } from '../../src/modules/audit/ports/audit-chain';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';

const PROMISE =
  'every row of the audit trail is as it was recorded, in its place, and sealed within five minutes';
/** Those who seal at this moment. */
const LOCKS = `SELECT count(*) FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
  WHERE pg_locks.locktype = 'advisory' AND pg_locks.objid = 7261003 AND datname = current_database()`;
const ROWS = 9;
/** The row that is tampered with. */
const VICTIM = 5;

/** What the owner of the table does to its seals and rows, and what is found at the victim's position. */
const TAMPERINGS: Readonly<
  Record<string, { sql: string; damage: string; position?: number; isNamed?: false }>
> = {
  'a word is edited': {
    sql: `UPDATE audit_events SET action = 'test.forged' WHERE id = $1`,
    damage: 'edited',
  },
  'a microsecond is edited': {
    sql: `UPDATE audit_events SET occurred_at = occurred_at + interval '1 microsecond' WHERE id = $1`,
    damage: 'edited',
  },
  'a value within is edited': {
    sql: `UPDATE audit_events SET after = jsonb_set(after, '{index}', '5.0') WHERE id = $1`,
    damage: 'edited',
  },
  'a row is deleted': { sql: 'DELETE FROM audit_events WHERE id = $1', damage: 'missing' },
  'a row is deleted with its seal': {
    sql: `WITH seal AS (DELETE FROM audit_seals WHERE event_id = $1) DELETE FROM audit_events WHERE id = $1`,
    damage: 'missing',
    isNamed: false,
  },
  'a row changes places with the next': {
    sql: `UPDATE audit_seals SET position = CASE WHEN event_id = $1 THEN 6 ELSE 5 END WHERE position IN (5, 6)`,
    damage: 'out of order',
    isNamed: false,
  },
  'a row changes places with the next, and takes the hashes of it': {
    sql: `UPDATE audit_seals SET event_id = CASE WHEN event_id = $1 THEN (SELECT event_id FROM audit_seals WHERE position = 6) ELSE $1 END
           WHERE position IN (5, 6)`,
    damage: 'edited',
    isNamed: false,
  },
  'a seal is taken back': {
    sql: `UPDATE audit_seals SET position = NULL, previous_hash = NULL, hash = NULL WHERE event_id = $1`,
    damage: 'missing',
    isNamed: false,
  },
};

describe('the audit trail', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;
  const workers: INestApplicationContext[] = [];

  beforeEach(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    database = app.get(Database);
  });

  afterEach(async () => {
    await Promise.all(workers.splice(0).map((worker) => worker.close()));
    await app.close();
    await environment.remove();
  });

  it.each(['UPDATE audit_events SET action = action', 'DELETE FROM audit_events', 'TRUNCATE audit_events'])(
    'refuses: %s',
    async (statement) => {
      await recordMany(1);
      await expect(database.query(statement)).rejects.toThrow(/append-only/);
    },
  );

  it.each([
    'UPDATE audit_seals SET position = position + 1',
    'UPDATE audit_seals SET event_id = gen_random_uuid()',
    'DELETE FROM audit_seals',
    'TRUNCATE audit_seals',
  ])('refuses, once rows are sealed: %s', async (statement) => {
    await recordMany(1);
    await seal();
    await expect(database.query(statement)).rejects.toThrow(/append-only/);
  });

  it.each(Object.entries(TAMPERINGS))(
    'names the first bad row when its owner sees to it that %s',
    async (_what, tampering) => {
      await recordMany(ROWS);
      await seal();
      const { head, breach } = await verify();
      expect({ position: head.position, breach }).toEqual({ position: await countSealed(), breach: null });
      const eventId = await eventAt(VICTIM);
      await asOwner(tampering.sql, [eventId]);
      expect((await verify()).breach).toMatchObject({
        position: VICTIM,
        damage: tampering.damage,
        ...(tampering.isNamed === false ? {} : { eventId }),
      });
      expect(await brokenInvariants(app)).toEqual([PROMISE]);
    },
  );

  it('finds a row that was put in past the seals', async () => {
    await recordMany(1);
    await seal();
    await asOwner(`INSERT INTO audit_events (id, actor_type, action, target_type, address, request_id)
      VALUES (gen_random_uuid(), 'system', 'test.smuggled', 'test', 'internal', 'internal')`);
    expect((await verify()).breach).toMatchObject({ position: null, damage: 'unsealed' });
  });

  it('finds a row that nobody sealed for five minutes', async () => {
    await database.query(`INSERT INTO audit_events (id, occurred_at, actor_type, action, target_type, address, request_id)
      VALUES (gen_random_uuid(), now() - interval '4 minutes', 'system', 'test.young', 'test', 'internal', 'internal')`);
    expect((await verify()).breach).toBeNull();
    await database.query(`INSERT INTO audit_events (id, occurred_at, actor_type, action, target_type, address, request_id)
      VALUES (gen_random_uuid(), now() - interval '6 minutes', 'system', 'test.old', 'test', 'internal', 'internal')`);
    expect((await verify()).breach).toMatchObject({ position: null, damage: 'unsealed' });
  });

  it('holds with a hundred writers at once and three sealers', async () => {
    await sealersAtWork(3);
    await Promise.all(Array.from({ length: 100 }, (_, writer) => recordMany(5, `writer ${String(writer)}`)));
    await untilSealed();
    expect(await count(`SELECT count(*) FROM audit_events WHERE action = 'test.happened'`)).toBe(500);
    const { head, breach } = await verify();
    expect(breach).toBeNull();
    expect(head.position).toBe(await count('SELECT count(*) FROM audit_events'));
  }, 60_000);

  it('lets writers record while a sealer holds its turn in a transaction that stays open', async () => {
    let finish = (): void => undefined;
    await recordMany(1);
    const held = app.get(UnitOfWork).run(async () => {
      await sealer().execute();
      await new Promise<void>((resolve) => (finish = resolve));
    });
    await eventually('the turn is taken', async () => (await count(LOCKS)) === 1);
    await Promise.all(Array.from({ length: 100 }, () => recordMany(1)));
    expect(await count(LOCKS)).toBe(1);
    finish();
    await held;
    await seal();
    expect(await countSealed()).toBe(await count('SELECT count(*) FROM audit_events'));
    expect((await verify()).breach).toBeNull();
  });

  it('seals others while one transaction stays open, and seals what that one recorded later', async () => {
    await sealersAtWork(1);
    let commit = (): void => undefined;
    const slow = app.get(UnitOfWork).run(async () => {
      await record('slow');
      await new Promise<void>((resolve) => (commit = resolve));
    });
    await recordMany(3, 'quick');
    await eventually('the quick ones are sealed', async () => (await sealedOf('quick')) === 3);
    expect(await sealedOf('slow')).toBe(0);
    commit();
    await slow;
    await eventually('the slow one is sealed', async () => (await sealedOf('slow')) === 1);
    expect((await verify()).breach).toBeNull();
  });

  it('goes on where a sealer was lost in the middle of a batch', async () => {
    await recordMany(3);
    const lost = app.get(UnitOfWork).run(async () => {
      expect(await sealer().execute()).toBeGreaterThanOrEqual(3);
      throw new Error('lost');
    });
    await expect(lost).rejects.toThrow('lost');
    expect(await countSealed()).toBe(0);
    await seal();
    expect(await countSealed()).toBeGreaterThanOrEqual(3);
    expect((await verify()).breach).toBeNull();
  });

  it('takes more than one batch', async () => {
    await database.query(
      `INSERT INTO audit_events (id, actor_type, action, target_type, address, request_id)
       SELECT gen_random_uuid(), 'system', 'test.happened', 'test', 'internal', 'internal'
         FROM generate_series(1, $1)`,
      [2 * SEALED_AT_ONCE + 100],
    );
    await seal();
    const { head, breach } = await verify();
    expect(breach).toBeNull();
    expect(head.position).toBeGreaterThan(2 * SEALED_AT_ONCE);
  });

  function sealer(): SealEvents {
    return new SealEvents(app.get(UnitOfWork), app.get(AuditChain, { strict: false }));
  }

  async function seal(): Promise<void> {
    while ((await sealer().execute()) > 0);
  }

  async function sealersAtWork(many: number): Promise<void> {
    for (let index = 0; index < many; index += 1) workers.push(await startWorker(environment));
  }

  async function untilSealed(): Promise<void> {
    const waiting = 'SELECT count(*) FROM audit_seals WHERE position IS NULL';
    await eventually('every row is sealed', async () => (await count(waiting)) === 0);
  }

  function verify(): ReturnType<ChainQueries['verify']> {
    return app.get(ChainQueries, { strict: false }).verify();
  }

  function record(id: string, index = 0): Promise<void> {
    const entry = { actor: SYSTEM, action: 'test.happened', target: { type: 'test', id }, after: { index } };
    return app.get(AuditTrail).record(entry);
  }

  async function recordMany(many: number, id = 'many'): Promise<void> {
    for (let index = 0; index < many; index += 1) await app.get(UnitOfWork).run(() => record(id, index));
  }

  /** Whom no trigger stops. */
  async function asOwner(statement: string, parameters: readonly unknown[] = []): Promise<void> {
    await app.get(UnitOfWork).run(async () => {
      for (const table of ['audit_events', 'audit_seals']) {
        await database.query(`ALTER TABLE ${table} DISABLE TRIGGER USER`);
      }
      // Two rows cannot change places while each place is taken.
      await database.query('ALTER TABLE audit_seals DROP CONSTRAINT uq_audit_seals_position');
      await database.query('ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_pkey');
      await database.query(statement, parameters);
      for (const table of ['audit_events', 'audit_seals']) {
        await database.query(`ALTER TABLE ${table} ENABLE TRIGGER USER`);
      }
    });
  }

  async function eventAt(position: number): Promise<string> {
    const sql = 'SELECT event_id AS id FROM audit_seals WHERE position = $1';
    return (await database.first<{ id: string }>(sql, [position]))!.id;
  }

  function countSealed(): Promise<number> {
    return count('SELECT count(*) FROM audit_seals WHERE position IS NOT NULL');
  }

  function sealedOf(id: string): Promise<number> {
    return count(
      `SELECT count(*) FROM audit_seals JOIN audit_events ON audit_events.id = audit_seals.event_id
        WHERE audit_events.target_id = $1 AND audit_seals.position IS NOT NULL`,
      [id],
    );
  }

  async function count(sql: string, parameters: readonly unknown[] = []): Promise<number> {
    return Number((await database.first<{ count: string }>(sql, parameters))!.count);
  }
});
