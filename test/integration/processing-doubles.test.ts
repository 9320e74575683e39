import { setTimeout as pause } from 'node:timers/promises';
import type { INestApplicationContext } from '@nestjs/common';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { newId } from '#kernel/id';
import { FactLog, UnitOfWork } from '#kernel/unit-of-work';
import { StorageObjectRepository } from '#modules/storage';
import { DispatchSteps } from '../../src/modules/processing/commands/dispatch-steps';
import { SweepSteps } from '../../src/modules/processing/commands/sweep-steps';
import { PermanentFailure } from '../../src/modules/processing/domain/processing.errors';
import { PROCESSING_QUEUE } from '../../src/modules/processing/jobs/processing-queue';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';
import { one, WorkDesk } from '../support/work-desk';

const WORKERS = 4;
const QUICK = { STEP_LEASE_SECONDS: '2', SWEEP_SECONDS: '1', STEP_OFFER_SECONDS: '2' };

/** Four of everything: workers, dispatchers, sweepers and relays on one database and one queue. */
describe('four workers at once', () => {
  let environment: TestEnvironment;
  let workers: readonly INestApplicationContext[];
  let desks: readonly WorkDesk[];
  let desk: WorkDesk;
  let queue: Queue;
  let redis: Redis;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const { REDIS_URL = '', REDIS_PREFIX = '' } = environment.variables;
    workers = await Promise.all(Array.from({ length: WORKERS }, () => startWorker(environment, QUICK)));
    desks = workers.map((worker) => new WorkDesk(worker));
    desk = desks[0]!;
    redis = new Redis(REDIS_URL);
    queue = new Queue(PROCESSING_QUEUE, { prefix: REDIS_PREFIX, connection: { url: REDIS_URL } });
  });

  afterAll(async () => {
    await Promise.all([queue.close(), ...workers.map((worker) => worker.close())]);
    redis.disconnect();
    const api = await startApiContext(environment);
    expect(await brokenInvariants(api)).toEqual([]);
    await api.close();
    await environment.remove();
  });

  const loseLeaseOf = (stepId: string) =>
    desk.database.query(
      `UPDATE processing_steps SET state = 'due', lease_until = NULL, due_at = now() WHERE id = $1`,
      [stepId],
    );
  const everywhere = (name: string, act: Parameters<WorkDesk['handle']>[1]) =>
    desks.map((each) => each.handle(name, act));
  const factsOf = async (videoId: string, type: string) =>
    desk.database.rows(`SELECT id FROM outbox WHERE type = $2 AND subject_id = $1`, [videoId, type]);

  it('do a step once, though its job is brought to them five times at once', async () => {
    const begun = everywhere('copied', async () => {
      await pause(200);
      return desk.done('copied')();
    });
    const { runId } = await desk.begin([one('copied', ['nothing yet'])]);
    const stepId = await desk.idOfOnlyStep(runId);
    await desk.database.query(
      `UPDATE processing_steps SET state = 'offered', offered_at = now() WHERE id = $1`,
      [stepId],
    );
    await queue.addBulk(
      Array.from({ length: 5 }, (_, index) => ({
        name: 'copied',
        data: { version: 1, stepId },
        opts: { jobId: `copy-${String(index)}` },
      })),
    );
    await desk.untilRun(runId, 'completed');
    await eventually('every copy was taken', async () => (await queue.getJobCountByTypes()) === 0);
    expect(begun.flatMap(({ seen }) => seen)).toHaveLength(1);
    expect(desk.commits.filter((what) => what === 'copied')).toHaveLength(1);
    expect(await desk.stepOf(runId, 'copied')).toMatchObject({ state: 'done', attempts: 1, fence: '1' });
  });

  it('keep what the successor of a late worker made, and condemn what that one made', async () => {
    const objects = workers[0]!.get(StorageObjectRepository);
    const keyOf = (attempt: number) => `thumbnails/late/${newId()}-${String(attempt)}.jpg`;
    const keys: string[] = [];
    const begun = everywhere('overtaken', async ({ step }) => {
      const key = keyOf(step.attempt);
      keys[step.attempt] = key;
      const { ownerId, videoId } = step;
      await objects.intend({
        key,
        purpose: 'derived',
        ownerId,
        videoId,
        sizeBytes: 3,
        contentType: 'image/jpeg',
      });
      // As after a long sleep: by now the step is somebody else's, who is done with it.
      if (step.attempt === 1) await loseLeaseOf(step.id).then(() => desk.untilRun(step.runId, 'completed'));
      return {
        result: { key },
        outputs: [key],
        commit: () => objects.makeLive(key, { sizeBytes: 3, etag: 'e' }).then(() => undefined),
      };
    });
    const { runId } = await desk.begin([one('overtaken')]);
    await desk.untilRun(runId, 'completed');
    await eventually('both have come to their end', async () => {
      const states = await Promise.all(keys.slice(1).map(async (key) => (await objects.find(key))?.state));
      return begun.flatMap(({ seen }) => seen).length === 2 && String(states) === 'condemned,live';
    });
    expect(await desk.stepOf(runId, 'overtaken')).toMatchObject({ state: 'done', attempts: 2 });
    await objects.condemn(keys.slice(1));
  });

  it('offer, sweep and give up each step once', async () => {
    const mine = everywhere('plain', () => desk.done('plain')());
    everywhere('hopeless', () => Promise.reject(new PermanentFailure('DAMAGED', 'The file is damaged.')));
    const [plain, hopeless] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, () => desk.begin([one('plain')]))),
      Promise.all(Array.from({ length: 10 }, () => desk.begin([one('hopeless')]))),
    ]);
    const stranded = await Promise.all(Array.from({ length: 10 }, () => desk.begin([one('stranded')])));
    await desk.database.query(
      `UPDATE processing_steps SET state = 'running', attempts = 3, fence = 3, lease_until = now() - interval '1 second'
        WHERE name = 'stranded' AND state IN ('due', 'offered')`,
    );
    await Promise.all(
      workers.flatMap((worker) => [worker.get(SweepSteps).execute(), worker.get(DispatchSteps).execute()]),
    );
    for (const { runId } of plain) await desk.untilRun(runId, 'completed');
    for (const { runId } of [...hopeless, ...stranded]) await desk.untilRun(runId, 'failed');
    expect(mine.flatMap(({ seen }) => seen)).toHaveLength(30);
    expect(desk.commits.filter((what) => what === 'plain')).toHaveLength(30);
    for (const { videoId } of [...hopeless, ...stranded])
      expect(await factsOf(videoId, 'video.failed')).toHaveLength(1);
  });

  it('number every fact once and leave no gap', async () => {
    const facts = workers.flatMap((worker) =>
      Array.from({ length: 25 }, () =>
        worker.get(UnitOfWork).run(() =>
          worker.get(FactLog).record({
            type: 'test.counted',
            subject: { type: 'test', id: newId() },
            ownerId: null,
            data: {},
          }),
        ),
      ),
    );
    await Promise.all(facts);
    await eventually('every fact is published', async () => {
      const waiting = await desk.database.rows('SELECT id FROM outbox WHERE position IS NULL');
      return waiting.length === 0;
    });
    const positions = await desk.database.rows<{ position: string }>(
      'SELECT position FROM outbox ORDER BY position',
    );
    expect(positions.map(({ position }) => Number(position))).toEqual(positions.map((_, index) => index + 1));
  });

  it('live on whatever stands in the queue, and throw it away', async () => {
    const { REDIS_PREFIX = '' } = environment.variables;
    const key = (name: string) => `${REDIS_PREFIX}:${PROCESSING_QUEUE}:${name}`;
    const junk: readonly unknown[] = [
      null,
      'a string',
      42,
      [],
      { version: 2, stepId: newId() },
      { version: 1, stepId: "'; DROP TABLE processing_steps; --" },
      { version: 1, stepId: newId() },
      { version: 1, stepId: { $ne: 1 } },
      { version: 1, stepId: 'x'.repeat(1_000_000) },
    ];
    await queue.addBulk(junk.map((data, index) => ({ name: `junk-${String(index)}`, data })));
    // Behind the library's back: a job that is not there, and one that is no JSON.
    await redis.hset(key('broken'), {
      name: 'broken',
      data: '{"version": 1, ',
      opts: '{',
      timestamp: 'never',
    });
    await redis.lpush(key('wait'), 'broken', 'missing');
    everywhere('healthy', () => desk.done('healthy')());
    const runs = await Promise.all(Array.from({ length: 8 }, () => desk.begin([one('healthy')])));
    for (const { runId } of runs) await desk.untilRun(runId, 'completed');
    await eventually(
      'nothing of it waits',
      async () =>
        (await queue.getJobCountByTypes('wait', 'prioritized', 'delayed', 'completed', 'failed')) === 0,
    );
    expect(desk.commits.filter((what) => what === 'healthy')).toHaveLength(8);
  });
});
