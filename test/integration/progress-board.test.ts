import type { INestApplicationContext } from '@nestjs/common';
import { Redis } from 'ioredis';
import { newId } from '#kernel/id';
import { AnnounceProgress } from '../../src/modules/processing/commands/announce-progress';
import type { VideoProgress } from '../../src/modules/processing/domain/video-progress';
import { ProgressBoard, type ProgressOrder } from '../../src/modules/processing/ports/progress-board';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { eventually } from '../support/eventually';
import { startWorker } from '../support/running-app';
import { TcpProxy } from '../support/tcp-proxy';
import { one, WorkDesk } from '../support/work-desk';

const RUN: ProgressOrder = { version: 1, resumptions: 0, isOver: false };

describe('what workers tell of the progress of a video', () => {
  let environment: TestEnvironment;
  let proxy: TcpProxy;
  let redis: Redis;
  let worker: INestApplicationContext;
  let board: ProgressBoard;

  beforeAll(async () => {
    environment = await createTestEnvironment();
    const { REDIS_URL = '' } = environment.variables;
    redis = new Redis(REDIS_URL);
    proxy = await TcpProxy.before(REDIS_URL);
    worker = await startWorker(environment, { REDIS_URL: proxy.through(REDIS_URL) });
    board = worker.get(ProgressBoard);
  });

  afterAll(async () => {
    proxy.restore();
    await worker.close();
    await proxy.close();
    redis.disconnect();
    await environment.remove();
  });

  const at = (progress: number, stage: VideoProgress['stage'] = 'ingest'): VideoProgress => ({
    progress,
    status: 'A sentence.',
    stage,
    secondsRemaining: null,
    error: null,
  });
  const shown = async (videoId: string) =>
    (JSON.parse((await redis.get(`metadata:progress:${videoId}`)) ?? 'null') as { progress: number } | null)
      ?.progress;

  it('is never older than what was told before', async () => {
    const videoId = newId<'video'>();
    const told: [number, ProgressOrder, number][] = [
      [40, RUN, 40],
      [9, RUN, 40],
      [41, RUN, 41],
      // The end, and what a slower worker had read before it.
      [100, { ...RUN, isOver: true }, 100],
      [90, RUN, 100],
      // The same run goes on, and then there is another.
      [60, { ...RUN, resumptions: 1 }, 60],
      [0, { ...RUN, version: 10 }, 0],
      [70, { ...RUN, version: 9 }, 0],
    ];
    for (const [progress, order, expected] of told) {
      await board.put({ id: videoId, ownerId: newId() }, at(progress), order);
      expect(await shown(videoId)).toBe(expected);
    }
    await board.remove(videoId);
    expect(await redis.keys(`*${videoId}*`)).toEqual([]);
  });

  it('fails no step when Redis is away', async () => {
    const desk = new WorkDesk(worker);
    desk.handle('deaf', async ({ report }) => {
      proxy.cut();
      report(0.5);
      await worker.get(AnnounceProgress).execute(newId());
      return desk.done('deaf')();
    });
    const { runId, videoId } = await desk.begin([one('deaf')]);
    await desk.untilRun(runId, 'completed');
    expect(await desk.stepOf(runId, 'deaf')).toMatchObject({ state: 'done', attempts: 1 });
    proxy.restore();
    await eventually('it is told again', async () => {
      await worker.get(AnnounceProgress).execute(videoId);
      return (await shown(videoId)) !== undefined;
    });
  });
});
