import type { BuiltProcess } from '../built-process';
import { eventually } from '../eventually';
import { workingBelow, type ProcessLine } from '../processes';
import type { CrashSite } from './crash-site';
import { LingeringFfmpeg, type LingeringStep } from './lingering-ffmpeg';

const START_LIMIT_MS = 30_000;
const FFMPEG_DIES_WITHIN_MS = 1_000;
/** Lease, sweep, dispatch, and the step itself. */
const TAKEN_OVER_WITHIN_MS = 20_000;

interface StepRow {
  readonly worker: string;
  readonly attempts: number;
  readonly state: string;
}

/** Killed from outside, while ffmpeg is at work: no code of ours runs at that moment. */
export function itOutlivesAWorkerInMidStep(site: () => CrashSite): void {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  const untilAtWork = (): Promise<ProcessLine> =>
    eventually(
      'ffmpeg is at work',
      () => workingBelow(site().scene.dataFolder).find(({ pid }) => LingeringFfmpeg.isAtWork(pid)),
      START_LIMIT_MS,
    );

  const kill = async (worker: BuiltProcess, ffmpeg: ProcessLine): Promise<void> => {
    expect(ffmpeg.parent).toBe(worker.pid);
    await worker.kill();
    await eventually(
      'ffmpeg is gone as well',
      () => workingBelow(site().scene.dataFolder).every(({ pid }) => pid !== ffmpeg.pid),
      FFMPEG_DIES_WITHIN_MS,
    );
  };

  const rowOf = async (step: LingeringStep, videoId: string): Promise<StepRow> => {
    const [row] = await site().scene.sql<StepRow & object>(
      `SELECT worker, attempts, state FROM processing_steps WHERE video_id = $1 AND name = $2`,
      [videoId, step],
    );
    return row!;
  };

  onLinux(
    'C11, ffmpeg is at work: it dies with its worker, and the next worker completes the video',
    async () => {
      const uploader = await site().newUploader();
      const { video_id: id } = await uploader.sendFile();
      const ffmpeg = await LingeringFfmpeg.at('thumbnail', site().scene.dataFolder);
      await site().stopWorkers();
      const worker = await site().scene.startWorker({ FFMPEG_PATH: ffmpeg.path });
      await uploader.complete(id);
      await kill(worker, await untilAtWork());
      await site().scene.startWorker();
      await site().expectCompleted(uploader, id);
      expect(await rowOf('thumbnail', id)).toMatchObject({ attempts: 2, state: 'done' });
    },
  );

  onLinux('C11, ffmpeg is at work: another worker that runs already takes over', async () => {
    const uploader = await site().newUploader();
    const { video_id: id } = await uploader.sendFile();
    const ffmpeg = await LingeringFfmpeg.at('render', site().scene.dataFolder);
    await site().stopWorkers();
    const start = (): Promise<BuiltProcess> => site().scene.startWorker({ FFMPEG_PATH: ffmpeg.path });
    const pair = await Promise.all([start(), start()]);
    await uploader.complete(id);
    const atWork = await untilAtWork();
    const { worker: first } = await rowOf('render', id);
    await ffmpeg.hurry();
    const killedAt = performance.now();
    await kill(
      pair.find(({ pid }) => pid === atWork.parent)!,
      atWork,
    );
    await uploader.untilProcessed(id);
    expect(performance.now() - killedAt).toBeLessThan(TAKEN_OVER_WITHIN_MS);
    const step = await rowOf('render', id);
    expect(step).toMatchObject({ attempts: 2, state: 'done' });
    expect(step.worker).not.toBe(first);
    // Whoever supervises them starts the dead one again, and a worker that starts looks for what the dead have left.
    await site().scene.startWorker();
    await site().expectCompleted(uploader, id);
  });
}
