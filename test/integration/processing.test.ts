import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { newId } from '#kernel/id';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { CancelRun } from '../../src/modules/processing/commands/cancel-run';
import { PermanentFailure } from '../../src/modules/processing/domain/processing.errors';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';
import { one, WorkDesk } from '../support/work-desk';

const QUICK = { STEP_LEASE_SECONDS: '2', SWEEP_SECONDS: '1', STEP_OFFER_SECONDS: '2', WORKER_SLOTS: '2' };

describe('the work on a video', () => {
  let environment: TestEnvironment;
  let worker: INestApplicationContext;
  let desk: WorkDesk;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    worker = await startWorker(environment, QUICK);
    desk = new WorkDesk(worker);
  });

  afterAll(async () => {
    await worker.close();
    const api = await startApiContext(environment);
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  it('goes step by step, each after what it needs', async () => {
    desk.handle('look', desk.done('looked'));
    desk.handle('paint', desk.done('painted'));
    desk.handle('show', desk.done('shown'));
    const { runId } = await desk.begin([one('look'), one('paint', ['look']), one('show', ['look', 'paint'])]);
    await desk.untilRun(runId, 'completed');
    expect(desk.commits).toEqual(['looked', 'painted', 'shown']);
  });

  it('ends a run at once for what no other try can mend, and says so on the video', async () => {
    const broken = desk.handle('break', () =>
      Promise.reject(new PermanentFailure('NOT_A_VIDEO', 'This is no video.')),
    );
    const { runId, videoId } = await desk.begin([one('break'), one('never', ['break'])]);
    await desk.untilRun(runId, 'failed');
    expect(broken.seen).toHaveLength(1);
    expect((await desk.stepOf(runId, 'never')).state).toBe('cancelled');
    const video = await desk.database.first<{
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
    desk.handle('stumble', () => {
      tries += 1;
      return tries === 1 ? Promise.reject(new Error('a secret of the inside')) : desk.done('stood up')();
    });
    const { runId } = await desk.begin([one('stumble')]);
    const failed = await eventually('the first try failed', async () => {
      const step = await desk.stepOf(runId, 'stumble');
      return step.error === null ? null : step;
    });
    expect(failed).toMatchObject({ state: 'due', attempts: 1, error: { code: 'PROCESSING_FAILED' } });
    expect(JSON.stringify(failed.error)).not.toContain('secret');
    await desk.database.query('UPDATE processing_steps SET due_at = now() WHERE run_id = $1', [runId]);
    await desk.untilRun(runId, 'completed');
  });

  it('takes a step from a worker that fell silent, and its late result counts for nothing', async () => {
    desk.handle('sleep', desk.done('slept'));
    const { runId } = await desk.begin([one('sleep')]);
    await desk.untilRun(runId, 'completed');
    const late = await desk.begin([{ ...one('doze') }]);
    const id = await desk.idOfOnlyStep(late.runId);
    const claimed = (await desk.repository.claim(id, 'a worker that dies'))!;
    desk.handle('doze', desk.done('dozed'));
    await desk.untilRun(late.runId, 'completed');
    expect(await desk.repository.finish(claimed, {})).toBe(false);
    expect(Number((await desk.stepOf(late.runId, 'doze')).fence)).toBeGreaterThan(claimed.fence);
  });

  it('counts attempts at the claim, so that a file that kills workers is given up', async () => {
    const { runId } = await desk.begin([one('poison')]);
    const id = await desk.idOfOnlyStep(runId);
    await desk.database.query(
      `UPDATE processing_steps SET state = 'running', attempts = 3, fence = 3, lease_until = now() - interval '1 second' WHERE id = $1`,
      [id],
    );
    await desk.untilRun(runId, 'failed');
    expect((await desk.stepOf(runId, 'poison')).error?.code).toBe('PROCESSING_CRASHED');
  });

  it('lets exactly one of twenty claims win', async () => {
    const { runId } = await desk.begin([one('unclaimed', ['nothing'])]);
    await desk.database.query(
      `UPDATE processing_steps SET state = 'offered', offered_at = now() WHERE run_id = $1`,
      [runId],
    );
    const id = await desk.idOfOnlyStep(runId);
    const claims = await Promise.all(
      Array.from({ length: 20 }, (_, index) => desk.repository.claim(id, `worker ${String(index)}`)),
    );
    expect(claims.filter((claim) => claim !== null)).toHaveLength(1);
    await desk.repository.endRun(runId, { state: 'cancelled', error: null });
  });

  it('stops when the video is deleted with its files kept, and leaves it whole for whoever restores it', async () => {
    const until = (signal: AbortSignal) =>
      new Promise<never>((_resolve, reject) => {
        signal.addEventListener('abort', () => reject(new Error('called off')), { once: true });
      });
    const handler = desk.handle('dawdle', ({ signal }) => until(signal));
    const { runId, videoId } = await desk.begin([one('dawdle')]);
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
    await desk.untilRun(runId, 'cancelled');
    await videos.restore(videoId);
    const kept = await desk.database.first<object>(
      'SELECT status, processing_error FROM videos WHERE id = $1',
      [videoId],
    );
    expect(kept).toMatchObject({ status: 'failed', processing_error: { code: 'CANCELLED' } });
    expect((await objects.find(original.key))?.state).toBe('live');
    await objects.condemnVideo(videoId);
  });

  it('goes on at once with a video that was restored in time', async () => {
    const { runId } = await desk.begin([one('unneeded', ['nothing'])]);
    await desk.database.query(
      `UPDATE processing_steps SET state = 'offered', offered_at = now() WHERE run_id = $1`,
      [runId],
    );
    const step = await desk.repository.claim(
      await desk.idOfOnlyStep(runId),
      'a worker that saw the tombstone',
    );
    await worker.get(CancelRun).execute(step!);
    const after = await desk.database.first<object>(
      `SELECT processing_runs.state AS run, processing_steps.state, attempts, lease_until
         FROM processing_steps JOIN processing_runs ON processing_runs.id = run_id WHERE run_id = $1`,
      [runId],
    );
    // Left in the hands of that worker it would lie until the lease is over.
    expect(after).toMatchObject({ run: 'active', attempts: 0, lease_until: null });
    await desk.repository.endRun(runId, { state: 'cancelled', error: null });
  });

  it('finishes everything though the queue is emptied in the middle of it', async () => {
    desk.handle('linger', async () => {
      await new Promise((resolve) => setTimeout(resolve, 100));
      return desk.done('lingered')();
    });
    const runs = await Promise.all(Array.from({ length: 12 }, () => desk.begin([one('linger')])));
    await desk.untilRun(runs[0]!.runId, 'completed');
    const redis = new Redis(environment.variables.REDIS_URL ?? '');
    const keys = await redis.keys(`${environment.variables.REDIS_PREFIX ?? ''}:*`);
    await redis.del(...keys);
    redis.disconnect();
    for (const { runId } of runs) await desk.untilRun(runId, 'completed');
    const attempts = await desk.database.rows<{ attempts: number }>(
      'SELECT attempts FROM processing_steps WHERE run_id = ANY($1)',
      [runs.map(({ runId }) => runId)],
    );
    expect(attempts.every(({ attempts: count }) => count >= 1 && count <= 3)).toBe(true);
  });

  it('gives a newcomer his turn before the hundredth step of somebody else', async () => {
    const crowd = newId<'user'>();
    const order: string[] = [];
    desk.handle('crowded', ({ step }) => {
      order.push(step.ownerId === crowd ? 'crowd' : 'newcomer');
      return desk.done('one of many')();
    });
    await Promise.all(Array.from({ length: 20 }, () => desk.begin([one('crowded')], crowd)));
    const { runId } = await desk.begin([one('crowded')]);
    await desk.untilRun(runId, 'completed');
    expect(order.indexOf('newcomer')).toBeLessThan(12);
    await eventually('all of the crowd is served', () => order.length === 21, 60_000);
  });
});
