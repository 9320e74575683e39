import type { INestApplicationContext } from '@nestjs/common';
import { StorageFull } from '../../src/modules/storage/domain/storage.errors';
import { Hindrance, PassingFailure } from '../../src/modules/processing/domain/processing.errors';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { one, WorkDesk } from '../support/work-desk';

const REST_MS = 1_000;
const QUICK = {
  STEP_LEASE_SECONDS: '2',
  SWEEP_SECONDS: '1',
  STEP_OFFER_SECONDS: '2',
  WORKER_REST_SECONDS: '1',
};

/** What goes wrong with a step, and what goes wrong around it: only the first is counted. */
describe('a step that cannot be done', () => {
  let environment: TestEnvironment;
  let postgres: TcpProxy;
  let worker: INestApplicationContext;
  let onlooker: INestApplicationContext;
  let desk: WorkDesk;
  let view: WorkDesk;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const { DATABASE_URL = '' } = environment.variables;
    postgres = await TcpProxy.before(DATABASE_URL);
    worker = await startWorker(environment, { ...QUICK, DATABASE_URL: postgres.through(DATABASE_URL) });
    onlooker = await startApiContext(environment);
    desk = new WorkDesk(worker);
    view = new WorkDesk(onlooker);
  });

  afterAll(async () => {
    postgres.restore();
    await worker.close();
    expect(await brokenInvariants(onlooker)).toEqual([]);
    await onlooker.close();
    await postgres.close();
    await environment.remove();
  });

  const waitOf = async (runId: string) => {
    const row = await view.database.first<{ seconds: number }>(
      'SELECT extract(epoch FROM due_at - now())::float AS seconds FROM processing_steps WHERE run_id = $1',
      [runId],
    );
    return row?.seconds ?? 0;
  };

  it('is tried three times, later each time, and fails by the name of its last failure', async () => {
    const heavy = desk.handle('heavy', () =>
      Promise.reject(new PassingFailure('RESOURCE_LIMIT', 'The work met a limit of memory, time or size.')),
    );
    const { runId, videoId } = await desk.begin([one('heavy')]);
    const waits: number[] = [];
    for (const tries of [1, 2]) {
      await eventually(`try ${String(tries)} failed`, async () => {
        const { state, attempts } = await view.stepOf(runId, 'heavy');
        return state === 'due' && attempts === tries;
      });
      waits.push(await waitOf(runId));
      await view.hurry(runId);
    }
    await view.untilRun(runId, 'failed');
    expect(heavy.seen).toHaveLength(3);
    expect(waits[0]).toBeGreaterThan(5);
    expect(waits[1]).toBeGreaterThan(35);
    const video = await view.database.first('SELECT status, processing_error FROM videos WHERE id = $1', [
      videoId,
    ]);
    expect(video).toMatchObject({
      status: 'failed',
      processing_error: { code: 'RESOURCE_LIMIT', permanent: false },
    });
  });

  it('because the store is full waits as often as needed, and loses no attempt by it', async () => {
    let isInTheWay = true;
    const blocked = desk.handle('blocked', () =>
      isInTheWay ? Promise.reject(StorageFull()) : desk.done('blocked')(),
    );
    const { runId } = await desk.begin([one('blocked')]);
    await eventually(
      'it was tried more often than a failure would be',
      () => blocked.seen.length > 3,
      20_000,
    );
    isInTheWay = false;
    expect(await view.stepOf(runId, 'blocked')).toMatchObject({ error: { code: 'STORAGE_FULL' } });
    await view.untilRun(runId, 'completed');
    expect(await view.stepOf(runId, 'blocked')).toMatchObject({ attempts: 1 });
  });

  it('makes its worker rest, and not go through all that waits', async () => {
    const obstacle = new Hindrance('NO_SPACE', 'The disk of the worker is full.');
    const begunAt: number[] = [];
    let isInTheWay = true;
    desk.handle('crowd', () => {
      begunAt.push(performance.now());
      return isInTheWay ? Promise.reject(obstacle) : desk.done('crowd')();
    });
    const runs = await Promise.all(Array.from({ length: 4 }, () => desk.begin([one('crowd')])));
    await eventually('three were tried', () => begunAt.length === 3, 20_000);
    isInTheWay = false;
    const [first = 0, second = 0, third = 0] = begunAt;
    expect(second - first).toBeGreaterThanOrEqual(REST_MS * 0.9);
    expect(third - second).toBeGreaterThanOrEqual(REST_MS * 0.9);
    for (const { runId } of runs) {
      await view.untilRun(runId, 'completed');
      expect(await view.stepOf(runId, 'crowd')).toMatchObject({ attempts: 1 });
    }
  });

  it('because nobody knows it is left to another worker before it fails', async () => {
    const { runId } = await desk.begin([one('from-the-future')]);
    const step = await eventually('it was tried', async () => {
      const facts = await view.stepOf(runId, 'from-the-future');
      return facts.error === null ? null : facts;
    });
    expect(step).toMatchObject({ state: 'due', attempts: 1, error: { code: 'UNKNOWN_STEP' } });
    desk.handle('from-the-future', desk.done('the future'));
    await view.hurry(runId);
    await view.untilRun(runId, 'completed');
  });

  it('because Postgres went away in its middle is gone on with, in the same worker', async () => {
    const { runId } = await desk.begin([one('interrupted')]);
    let tries = 0;
    desk.handle('interrupted', async () => {
      tries += 1;
      if (tries > 1) return desk.done('interrupted')();
      postgres.cut();
      setTimeout(() => postgres.restore(), 3_000);
      await desk.stepOf(runId, 'interrupted');
      throw new Error('cannot be reached');
    });
    await view.untilRun(runId, 'completed');
    expect(await view.stepOf(runId, 'interrupted')).toMatchObject({ attempts: 1 });
  });

  it('is done all the same when Postgres is away just as it ends', async () => {
    const ending = desk.handle('ending', () => {
      postgres.cut();
      // Longer than the lease of two seconds, which nobody can take over meanwhile.
      setTimeout(() => postgres.restore(), 1_500);
      return desk.done('ended')();
    });
    const { runId } = await desk.begin([one('ending')]);
    await view.untilRun(runId, 'completed');
    expect(ending.seen).toHaveLength(1);
    expect(await view.stepOf(runId, 'ending')).toMatchObject({ attempts: 1 });
  });

  it('is done once when the answer to its COMMIT is lost, and its outputs stay', async () => {
    const before = desk.commits.length;
    const ending = desk.handle('ambiguous', () => {
      postgres.cutAfter('COMMIT');
      return desk.done('kept')();
    });
    const { runId } = await desk.begin([one('ambiguous')]);
    await view.untilRun(runId, 'completed');
    expect(ending.seen).toHaveLength(1);
    expect(desk.commits.slice(before)).toEqual(['kept']);
    expect(await view.stepOf(runId, 'ambiguous')).toMatchObject({ state: 'done', attempts: 1 });
  });
});
