import path from 'node:path';
import { detectSandbox } from '#libs/media';
import type { BuiltProcess } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { FakeFfmpeg, longerBy } from '../support/fake-ffmpeg';
import { peakResidentBytes, readOrEmpty, workingBelow } from '../support/processes';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

jest.setTimeout(300_000);

const MEBIBYTE = 1024 * 1024;
const QUICK = { STEP_LEASE_SECONDS: '2', STEP_OFFER_SECONDS: '5', SWEEP_SECONDS: '1' };
/** Of a question about a file; then it is asked to end, and 5 s later it is killed. */
const DEADLINE_S = 30;
const onLinux = process.platform === 'linux' ? it : it.skip;

interface StepRow {
  readonly state: string;
  readonly attempts: number;
  readonly error: { readonly code: string } | null;
}

/** What a file can do to the programs that read it, and what that may do to everybody else: nothing. */
describe('a worker', () => {
  let fake: FakeFfmpeg;
  let scene: Scene;
  let clip: Buffer;

  beforeAll(async () => {
    fake = await FakeFfmpeg.make();
    scene = await Scene.open({ ...QUICK, ...fake.variables });
    clip = await makeClip(scene.dataFolder);
  });

  afterAll(async () => {
    await scene.close();
    await fake.remove();
  });

  const begin = async (file: Buffer) => {
    const uploader = await Uploader.register(scene, file);
    const { video_id: id } = await uploader.sendFile();
    await uploader.complete(id);
    return { uploader, id };
  };
  const stepOf = async (id: string, name: string) => {
    const [row] = await scene.sql<StepRow & object>(
      'SELECT state, attempts, error FROM processing_steps WHERE video_id = $1 AND name = $2',
      [id, name],
    );
    return row!;
  };
  const untilTried = (id: string, attempts: number, name = 'ingest') =>
    eventually(
      `try ${String(attempts)} is over`,
      async () => {
        const step = await stepOf(id, name);
        return step.attempts === attempts && step.state !== 'running' ? step : null;
      },
      60_000,
    );
  const hurry = (id: string) =>
    scene.sql(`UPDATE processing_steps SET due_at = now() WHERE video_id = $1 AND state = 'due'`, [id]);
  const errorOf = async (id: string) => {
    const [row] = await scene.sql<{ status: string; processing_error: object }>(
      'SELECT status, processing_error FROM videos WHERE id = $1',
      [id],
    );
    return row;
  };
  const worker = (): BuiltProcess => scene.workers[0]!;

  it.each([
    ['is deaf to SIGTERM', "trap '' TERM; while :; do sleep 0.2; done", 1],
    ['is stopped', 'kill -STOP $$', 2],
  ])(
    'whose ffprobe %s kills it after its deadline; the next try completes the video',
    async (_what, script, length) => {
      const file = longerBy(length, clip);
      await fake.misbehave('ffprobe', file, `if [ $tries = 1 ]; then ${script}; fi`);
      const { uploader, id } = await begin(file);
      const startedAt = performance.now();
      const step = await untilTried(id, 1);
      const seconds = (performance.now() - startedAt) / 1000;
      expect(step.error).toMatchObject({ code: 'TIMED_OUT', permanent: false });
      expect(seconds).toBeGreaterThan(DEADLINE_S - 2);
      expect(seconds).toBeLessThan(DEADLINE_S + 10);
      expect(workingBelow(scene.dataFolder)).toEqual([]);
      const other = await begin(clip);
      expect(await other.uploader.untilProcessed(other.id)).toMatchObject({ processing_status: 'completed' });
      await hurry(id);
      expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    },
  );

  onLinux(
    'whose ffprobe wants more memory than it may have fails, each time, for the name of that',
    async () => {
      if (!(await detectSandbox()).limits.isAvailable) return;
      const file = longerBy(3, clip);
      await fake.misbehave('ffprobe', file, 'exec dd if=/dev/zero of=/dev/null bs=6G count=1');
      const { id } = await begin(file);
      for (const attempts of [1, 2]) {
        await untilTried(id, attempts);
        await hurry(id);
      }
      await untilTried(id, 3);
      expect(await errorOf(id)).toMatchObject({
        status: 'failed',
        processing_error: { code: 'RESOURCE_LIMIT', permanent: false },
      });
    },
  );

  onLinux('whose ffprobe complains for a gigabyte needs no memory for that', async () => {
    const file = longerBy(4, clip);
    await fake.misbehave('ffprobe', file, "head -c 1000000000 /dev/zero | tr '\\0' x >&2; exit 1");
    const before = peakResidentBytes(worker().pid);
    const { id } = await begin(file);
    await untilTried(id, 1);
    expect(await errorOf(id)).toMatchObject({ status: 'failed', processing_error: { code: 'DAMAGED' } });
    expect(peakResidentBytes(worker().pid) - before).toBeLessThan(64 * MEBIBYTE);
  });

  describe('whose ffmpeg', () => {
    /** Renders alone run out of memory: so many of one file, which are counted. */
    const starve = async (file: Buffer, times: number): Promise<() => number> => {
      const renders = path.join(scene.dataFolder, `renders-${String(file.length)}`);
      const starved = 'exec dd if=/dev/zero of=/dev/null bs=80G count=1';
      const script = `echo x >> '${renders}'; if [ $(wc -l < '${renders}') -le ${String(times)} ]; then ${starved}; fi`;
      await fake.misbehave('ffmpeg', file, `case "$*" in *pipe:3*) ${script};; esac`);
      return () => readOrEmpty(renders).split('\n').length - 1;
    };

    onLinux('has too little memory for many threads makes the video with one, in the same try', async () => {
      const file = longerBy(6, clip);
      const renders = await starve(file, 1);
      const { uploader, id } = await begin(file);
      expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
      expect(await stepOf(id, 'render')).toMatchObject({ state: 'done', attempts: 1, error: null });
      expect(renders()).toBe(2);
    });

    onLinux('never has enough fails for the name of that; worker and other videos live on', async () => {
      const file = longerBy(7, clip);
      const renders = await starve(file, 99);
      const before = peakResidentBytes(worker().pid);
      const { id } = await begin(file);
      const other = await begin(clip);
      for (const attempts of [1, 2, 3]) {
        await untilTried(id, attempts, 'render');
        expect(renders()).toBe(attempts * 2);
        await hurry(id);
      }
      expect(await errorOf(id)).toMatchObject({
        status: 'failed',
        processing_error: { code: 'RESOURCE_LIMIT', permanent: false },
      });
      expect(await other.uploader.untilProcessed(other.id)).toMatchObject({ processing_status: 'completed' });
      expect(peakResidentBytes(worker().pid) - before).toBeLessThan(64 * MEBIBYTE);
    });
  });

  it('that a file kills, each time, dies of it three times; everybody else is served', async () => {
    const file = longerBy(5, clip);
    await fake.misbehave('ffprobe', file, 'kill -KILL $PPID; sleep 5; exit 1');
    let doomed = worker();
    const poison = await begin(file);
    const others = [];
    for (let count = 0; count < 5; count += 1) others.push(await begin(clip));
    for (let death = 1; death <= 3; death += 1) {
      await doomed.diesByItself(60_000);
      doomed = await scene.startWorker();
    }
    for (const { uploader, id } of others)
      expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    await untilTried(poison.id, 3);
    expect(await errorOf(poison.id)).toMatchObject({
      status: 'failed',
      processing_error: { code: 'PROCESSING_CRASHED', permanent: true },
    });
    const after = await begin(clip);
    expect(await after.uploader.untilProcessed(after.id)).toMatchObject({ processing_status: 'completed' });
    expect(await stepOf(poison.id, 'ingest')).toMatchObject({ attempts: 3, state: 'failed' });
  });
});
