import type { BuiltProcess } from '../support/built-process';
import { BatchOfVideos } from '../support/batch-of-videos';
import { makeClip } from '../support/clips';
import { FakeFfmpeg, longerBy } from '../support/fake-ffmpeg';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

const LIMIT_MS = 240_000;
jest.setTimeout(4 * LIMIT_MS);

const QUICK = { STEP_LEASE_SECONDS: '2', STEP_OFFER_SECONDS: '5', SWEEP_SECONDS: '1' };
/** So many that the queue lasts much longer than three starts of a worker. */
const VIDEOS = 40;
const DEATHS = 3;

describe('a queue with a file in it that kills whoever takes it', () => {
  let fake: FakeFfmpeg;
  let scene: Scene;
  let clip: Buffer;
  let deaths = 0;
  let isOver = false;

  beforeAll(async () => {
    fake = await FakeFfmpeg.make();
    scene = await Scene.open({ ...QUICK, ...fake.variables });
    await scene.startWorker();
    for (const worker of scene.workers) void supervise(worker);
    clip = await makeClip(scene.dataFolder);
  });

  afterAll(async () => {
    isOver = true;
    await scene.close();
    await fake.remove();
  });

  /** What an operator's machine does: a worker that died is started again. */
  async function supervise(worker: BuiltProcess): Promise<void> {
    await worker.exited;
    if (isOver) return;
    await worker.diesByItself(1_000);
    deaths += 1;
    await supervise(await scene.startWorker());
  }

  /** Seconds from the first completion until the last video can be watched. */
  async function secondsFor(batch: BatchOfVideos): Promise<number> {
    const begunAt = performance.now();
    await batch.complete();
    await batch.untilCompleted(LIMIT_MS);
    return (performance.now() - begunAt) / 1_000;
  }

  it('does at least four fifths of what it does without', async () => {
    const healthy = () => BatchOfVideos.sent(scene, clip, VIDEOS);
    const before = await secondsFor(await healthy());
    const file = longerBy(1, clip);
    await fake.misbehave('ffprobe', file, 'kill -KILL $PPID; sleep 5; exit 1');
    const beside = await healthy();
    const poison = await Uploader.register(scene, file);
    const id = await poison.upload();
    const poisoned = await secondsFor(beside);
    expect(await poison.untilProcessed(id, LIMIT_MS)).toMatchObject({ processing_status: 'failed' });
    expect(deaths).toBe(DEATHS);
    const after = await secondsFor(await healthy());
    const share = (before + after) / 2 / poisoned;
    process.stdout.write(
      `${String(VIDEOS)} videos: ${before.toFixed(1)} s, ${after.toFixed(1)} s; beside a poison file ${poisoned.toFixed(1)} s: ${share.toFixed(2)} of normal\n`,
    );
    expect(share).toBeGreaterThanOrEqual(0.8);
  });
});
