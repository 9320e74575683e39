import type { INestApplicationContext } from '@nestjs/common';
import { Client } from 'pg';
import { newId, type RunId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import { MAX_ATTEMPTS } from '../../src/modules/processing/domain/retry-policy';
import { StepRepository } from '../../src/modules/processing/ports/step-repository';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { startApiContext } from '../support/running-app';
import { one } from '../support/work-desk';

/** Steps in the hands of workers that say nothing any more. */
describe('leases that run out', () => {
  let environment: TestEnvironment;
  let api: INestApplicationContext;
  let database: Database;
  let steps: StepRepository;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    api = await startApiContext(environment);
    database = api.get(Database);
    steps = api.get(StepRepository, { strict: false });
  });

  beforeEach(() => database.query('TRUNCATE processing_runs CASCADE'));

  afterAll(async () => {
    await database.query('TRUNCATE processing_runs CASCADE');
    await api.close();
    await environment.remove();
  });

  /** Of a run of its own. */
  async function stepInWork({ leaseMs, attempts = 1 }: { leaseMs: number; attempts?: number }) {
    const id = newId<'run'>();
    const run = { id, videoId: newId<'video'>(), ownerId: newId<'user'>(), mallId: null, version: 1 };
    await api.get(UnitOfWork).run(() => steps.plan(run, [one('work')]));
    await database.query(
      `UPDATE processing_steps
          SET state = 'running', attempts = $2, lease_until = now() + make_interval(secs => $3 / 1000.0)
        WHERE run_id = $1`,
      [id, attempts, leaseMs],
    );
    return id;
  }

  const stateOf = async (runId: RunId): Promise<string | undefined> => {
    const sql = 'SELECT state FROM processing_steps WHERE run_id = $1';
    return (await database.first<{ state: string }>(sql, [runId]))?.state;
  };

  it('give back what may be tried again, and name what may not', async () => {
    const again = await stepInWork({ leaseMs: -1 });
    const over = await stepInWork({ leaseMs: -1, attempts: MAX_ATTEMPTS });
    const held = await stepInWork({ leaseMs: 60_000, attempts: MAX_ATTEMPTS });
    const named = await steps.releaseExpired();
    expect(named.map(({ runId }) => runId)).toEqual([over]);
    expect(await Promise.all([again, over, held].map(stateOf))).toEqual(['due', 'running', 'running']);
  });

  it('while it looks cost no more than the try: nothing that has tries left is given up', async () => {
    const [first, meanwhile] = [await stepInWork({ leaseMs: -1 }), await stepInWork({ leaseMs: 500 })];
    const holder = new Client({ connectionString: environment.variables.DATABASE_URL });
    await holder.connect();
    await holder.query('BEGIN');
    await holder.query('SELECT id FROM processing_steps WHERE run_id = $1 FOR UPDATE', [first]);
    const looking = steps.releaseExpired();
    await eventually('it waits for the first step', () =>
      isTrue(`SELECT count(*) > 0 AS answer FROM pg_stat_activity
                 WHERE datname = current_database() AND wait_event_type = 'Lock'`),
    );
    await eventually('the lease of the other runs out', () =>
      isTrue(`SELECT bool_and(lease_until < now()) AS answer FROM processing_steps`),
    );
    await holder.query('COMMIT');
    await holder.end();
    expect(await looking).toEqual([]);
    expect(await Promise.all([first, meanwhile].map(stateOf))).toEqual(['due', 'running']);
    expect(await steps.releaseExpired()).toEqual([]);
    expect(await stateOf(meanwhile)).toBe('due');
  });

  async function isTrue(sql: string): Promise<boolean> {
    return (await database.first<{ answer: boolean }>(sql))?.answer === true;
  }
});
