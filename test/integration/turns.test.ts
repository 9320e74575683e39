import type { INestApplicationContext } from '@nestjs/common';
import { newId, type RunId, type UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import type { PlannedStep } from '../../src/modules/processing/domain/step';
import { planOfUpload } from '../../src/modules/processing/domain/upload-plan';
import { StepRepository } from '../../src/modules/processing/ports/step-repository';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { startApiContext } from '../support/running-app';
import { one } from '../support/work-desk';

/** Who is next, without any worker that takes what is offered. */
describe('the turns of owners', () => {
  let environment: TestEnvironment;
  let api: INestApplicationContext;
  let steps: StepRepository;
  let database: Database;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    api = await startApiContext(environment);
    steps = api.get(StepRepository);
    database = api.get(Database);
  });

  beforeEach(() => database.query('TRUNCATE processing_runs CASCADE'));

  afterAll(async () => {
    await api.close();
    await environment.remove();
  });

  async function plan(ownerId: UserId, planned: readonly PlannedStep[]): Promise<RunId> {
    const id = newId<'run'>();
    const run = { id, videoId: newId<'video'>(), ownerId, mallId: null, version: 1 };
    await api.get(UnitOfWork).run(() => steps.plan(run, planned));
    return id;
  }

  /** Names of what is offered, in its order, a few at a time as a dispatcher does. */
  async function offered(count: number): Promise<string[]> {
    const names: string[] = [];
    while (names.length < count) {
      const [offer] = await steps.offerDue(1);
      if (offer === undefined) break;
      names.push(offer.name);
    }
    return names;
  }

  it('let a newcomer be second, however much somebody else has waiting', async () => {
    const crowd = newId<'user'>();
    for (let count = 0; count < 20; count += 1) await plan(crowd, [one('of-the-crowd')]);
    await plan(newId(), [one('of-the-newcomer')]);
    expect(await offered(4)).toEqual(['of-the-crowd', 'of-the-newcomer', 'of-the-crowd', 'of-the-crowd']);
  });

  it('are kept when many are offered at once', async () => {
    const ownerId = newId<'user'>();
    for (let priority = 0; priority < 40; priority += 1)
      await plan(ownerId, [one(`priority-${String(priority)}`, [], priority)]);
    const names = (await steps.offerDue(40)).map(({ name }) => name);
    expect(names).toEqual(Array.from({ length: 40 }, (_, index) => `priority-${String(39 - index)}`));
  });

  it('serve three owners one after the other', async () => {
    for (const owner of ['a', 'b', 'c']) {
      const ownerId = newId<'user'>();
      for (let count = 0; count < 3; count += 1) await plan(ownerId, [one(owner)]);
    }
    const names = await offered(9);
    for (const round of [names.slice(0, 3), names.slice(3, 6), names.slice(6)])
      expect([...round].sort()).toEqual(['a', 'b', 'c']);
  });

  it('honour priorities among what one owner has waiting', async () => {
    const ownerId = newId<'user'>();
    for (const [name, priority] of [
      ['last', 0],
      ['first', 30],
      ['second', 20],
      ['third', 10],
    ] as const)
      await plan(ownerId, [one(name, [], priority)]);
    expect(await offered(4)).toEqual(['first', 'second', 'third', 'last']);
  });

  it('bring what people look for before what they do not: a thumbnail before the next file', async () => {
    const ownerId = newId<'user'>();
    const runs: RunId[] = [];
    for (let count = 0; count < 3; count += 1) runs.push(await plan(ownerId, planOfUpload('staging/x')));
    expect(await offered(1)).toEqual(['ingest']);
    await database.query(
      `UPDATE processing_steps SET state = 'done', finished_at = now() WHERE state = 'offered'`,
    );
    for (const run of runs) await steps.wakeReady(run);
    expect(await offered(3)).toEqual(['thumbnail', 'ingest', 'ingest']);
  });

  it('pass over what is to wait', async () => {
    await plan(newId(), [one('later', [], 100)]);
    await database.query(`UPDATE processing_steps SET due_at = now() + interval '1 minute'`);
    await plan(newId(), [one('now')]);
    expect(await offered(2)).toEqual(['now']);
  });
});
