import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { asId, newId, type RunId, type UserId, type VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { Database } from '#platform/database/database';
import { CancelRun } from '../../src/modules/processing/commands/cancel-run';
import { StepHandlers } from '../../src/modules/processing/commands/step-handlers';
import { PermanentFailure } from '../../src/modules/processing/domain/processing.errors';
import type { PlannedStep } from '../../src/modules/processing/domain/step';
import type { StepContext, StepHandler, StepOutcome } from '../../src/modules/processing/ports/step-handler';
import { StepRepository } from '../../src/modules/processing/ports/step-repository';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';

const QUICK = { STEP_LEASE_SECONDS: '2', SWEEP_SECONDS: '1', STEP_OFFER_SECONDS: '2', WORKER_SLOTS: '2' };

/** Does what the test says, and counts. */
class Scripted implements StepHandler {
  readonly seen: StepContext[] = [];

  constructor(
    readonly name: string,
    private readonly act: (context: StepContext) => Promise<StepOutcome>,
  ) {}

  run(context: StepContext): Promise<StepOutcome> {
    this.seen.push(context);
    return this.act(context);
  }
}

describe('the work on a video', () => {
  let environment: TestEnvironment;
  let worker: INestApplicationContext;
  let database: Database;
  let repository: StepRepository;
  const commits: string[] = [];

  beforeAll(async () => {
    environment = await createTestEnvironment();
    worker = await startWorker(environment, QUICK);
    database = worker.get(Database);
    repository = worker.get(StepRepository);
  });

  afterAll(async () => {
    await worker.close();
    const api = await startApiContext(environment);
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const handle = (name: string, act: (context: StepContext) => Promise<StepOutcome>) => {
    const handler = new Scripted(name, act);
    worker.get(StepHandlers).add(handler);
    return handler;
  };
  const done = (what: string) => (): Promise<StepOutcome> =>
    Promise.resolve({ result: { what }, commit: () => Promise.resolve(void commits.push(what)) });

  async function begin(steps: readonly PlannedStep[], ownerId: UserId = newId()) {
    const [videoId, runId] = [newId<'video'>(), newId<'run'>()];
    await worker.get(UnitOfWork).run(async () => {
      await insertVideo(videoId, ownerId, runId);
      await repository.plan({ id: runId, videoId, ownerId, version: 1 }, steps);
    });
    return { videoId, runId };
  }

  async function insertVideo(id: VideoId, ownerId: UserId, runId: RunId) {
    const videos = worker.get(VideoRepository);
    await videos.insertPending({
      id,
      ownerId,
      title: 'A film',
      originalFilename: 'film.mp4',
      format: 'mp4',
      contentType: 'video/mp4',
      fileSizeBytes: 10,
      originalKey: `videos/${id}/original.mp4`,
      recordedAt: null,
    });
    await videos.confirmUpload(id, { fileSizeBytes: 10, runId });
  }

  const stepOf = async (runId: RunId, name: string) =>
    (await database.first<{ state: string; attempts: number; fence: string; error: { code: string } | null }>(
      'SELECT state, attempts, fence, error FROM processing_steps WHERE run_id = $1 AND name = $2',
      [runId, name],
    ))!;
  const untilRun = (runId: RunId, state: string) =>
    eventually(
      `the run is ${state}`,
      async () =>
        (await database.first<{ state: string }>('SELECT state FROM processing_runs WHERE id = $1', [runId]))
          ?.state === state,
      20_000,
    );
  const idOfOnlyStep = async (runId: RunId) =>
    asId<'step'>(
      (await database.first<{ id: string }>('SELECT id FROM processing_steps WHERE run_id = $1', [runId]))!
        .id,
    );
  const one = (name: string, needs: string[] = []): PlannedStep => ({ name, needs, priority: 0 });

  it('goes step by step, each after what it needs', async () => {
    handle('look', done('looked'));
    handle('paint', done('painted'));
    handle('show', done('shown'));
    const { runId } = await begin([one('look'), one('paint', ['look']), one('show', ['look', 'paint'])]);
    await untilRun(runId, 'completed');
    expect(commits).toEqual(['looked', 'painted', 'shown']);
  });

  it('ends a run at once for what no other try can mend, and says so on the video', async () => {
    const broken = handle('break', () =>
      Promise.reject(new PermanentFailure('NOT_A_VIDEO', 'This is no video.')),
    );
    const { runId, videoId } = await begin([one('break'), one('never', ['break'])]);
    await untilRun(runId, 'failed');
    expect(broken.seen).toHaveLength(1);
    expect((await stepOf(runId, 'never')).state).toBe('cancelled');
    const video = await database.first<{
      status: string;
      processing_error: { code: string; permanent: boolean };
    }>('SELECT status, processing_error FROM videos WHERE id = $1', [videoId]);
    expect(video).toMatchObject({
      status: 'failed',
      processing_error: { code: 'NOT_A_VIDEO', permanent: true },
    });
  });

  it('tries again after what may pass, and keeps what the owner may read', async () => {
    let tries = 0;
    handle('stumble', () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('a secret of the inside')) : done('stood up')();
    });
    const { runId } = await begin([one('stumble')]);
    const failed = await eventually('the first try failed', async () => {
      const step = await stepOf(runId, 'stumble');
      return step.error === null ? null : step;
    });
    expect(failed).toMatchObject({ state: 'due', attempts: 1, error: { code: 'PROCESSING_FAILED' } });
    expect(JSON.stringify(failed.error)).not.toContain('secret');
    await database.query('UPDATE processing_steps SET due_at = now() WHERE run_id = $1', [runId]);
    await untilRun(runId, 'completed');
  });

  it('takes a step from a worker that fell silent, and its late result counts for nothing', async () => {
    handle('sleep', done('slept'));
    const { runId } = await begin([one('sleep')]);
    await untilRun(runId, 'completed');
    const late = await begin([{ ...one('doze') }]);
    const id = await idOfOnlyStep(late.runId);
    const claimed = (await repository.claim(id, 'a worker that dies'))!;
    handle('doze', done('dozed'));
    await untilRun(late.runId, 'completed');
    expect(await repository.finish(claimed, {})).toBe(false);
    expect(Number((await stepOf(late.runId, 'doze')).fence)).toBeGreaterThan(claimed.fence);
  });

  it('counts attempts at the claim, so that a file that kills workers is given up', async () => {
    const { runId } = await begin([one('poison')]);
    const id = await idOfOnlyStep(runId);
    await database.query(
      `UPDATE processing_steps SET state = 'running', attempts = 3, fence = 3, lease_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await untilRun(runId, 'failed');
    expect((await stepOf(runId, 'poison')).error?.code).toBe('PROCESSING_CRASHED');
  });

  it('lets exactly one of twenty claims win', async () => {
    const { runId } = await begin([one('unclaimed', ['nothing'])]);
    await database.query(
      `UPDATE processing_steps SET state = 'offered', offered_at = now() WHERE run_id = $1`,
      [runId],
    );
    const id = await idOfOnlyStep(runId);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => repository.claim(id, `worker ${String(index)}`)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    await repository.endRun(runId, { state: 'cancelled', error: null });
  });

  it('stops when the video is deleted with its files kept, and leaves it whole for whoever restores it', async () => {
    const until = (signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('called off')), { once: true });
      });
    const handler = handle('dawdle', ({ signal }) => until(signal));
    const { runId, videoId } = await begin([one('dawdle')]);
    const [objects, videos] = [worker.get(StorageObjectRepository), worker.get(VideoRepository)];
    const original = {
      key: `videos/${videoId}/original.mp4`,
      ownerId: null,
      videoId,
      contentType: 'video/mp4',
    };
    await objects.intend({ ...original, purpose: 'original', sizeBytes: 10 });
    await objects.makeLive(original.key, { sizeBytes: 10, etag: 'one' });
    await eventually('it is in work', () => handler.seen.length === 1);
    await videos.tombstone(videoId, { keepsFiles: true });
    await untilRun(runId, 'cancelled');
    await videos.restore(videoId);
    const kept = await database.first<object>('SELECT status, processing_error FROM videos WHERE id = $1', [
      videoId,
    ]);
    expect(kept).toMatchObject({ status: 'failed', processing_error: { code: 'CANCELLED' } });
    expect((await objects.find(original.key))?.state).toBe('live');
    await objects.condemnVideo(videoId);
  });

  it('does not end the work on a video that was restored in time', async () => {
    const { runId, videoId } = await begin([one('unneeded', ['nothing'])]);
    await worker.get(CancelRun).execute({ runId, videoId });
    const run = await database.first<object>('SELECT state FROM processing_runs WHERE id = $1', [runId]);
    expect(run).toEqual({ state: 'active' });
    await repository.endRun(runId, { state: 'cancelled', error: null });
  });

  it('finishes everything though the queue is emptied in the middle of it', async () => {
    handle('linger', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return done('lingered')();
    });
    const runs = await Promise.all(Array.from({ length: 12 }, () => begin([one('linger')])));
    await untilRun(runs[0]!.runId, 'completed');
    const redis = new Redis(environment.variables.REDIS_URL ?? '');
    const keys = await redis.keys(`${environment.variables.REDIS_PREFIX ?? ''}:*`);
    await redis.del(...keys);
    redis.disconnect();
    for (const { runId } of runs) await untilRun(runId, 'completed');
    const attempts = await database.rows<{ attempts: number }>(
      'SELECT attempts FROM processing_steps WHERE run_id = ANY($1)',
      [runs.map(({ runId }) => runId)],
    );
    expect(attempts.every(({ attempts: count }) => count >= 1 && count <= 3)).toBe(true);
  });

  it('gives a newcomer his turn before the hundredth step of somebody else', async () => {
    const crowd = newId<'user'>();
    const order: string[] = [];
    handle('crowded', ({ step }) => {
      order.push(step.ownerId === crowd ? 'crowd' : 'newcomer');
      return done('one of many')();
    });
    await Promise.all(Array.from({ length: 20 }, () => begin([one('crowded')], crowd)));
    const { runId } = await begin([one('crowded')]);
    await untilRun(runId, 'completed');
    expect(order.indexOf('newcomer')).toBeLessThan(12);
    await eventually('all of the crowd is served', () => order.length === 21, 60_000);
  });
});
