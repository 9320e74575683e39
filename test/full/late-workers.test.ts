import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PROJECT_ROOT, type BuiltProcess } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { FakeFfmpeg, longerBy } from '../support/fake-ffmpeg';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

jest.setTimeout(180_000);

const LEASE_MS = 2_000;
const QUICK = { STEP_LEASE_SECONDS: '2', STEP_OFFER_SECONDS: '5', SWEEP_SECONDS: '1' };

interface StepRow {
  readonly state: string;
  readonly attempts: number;
  readonly worker: string | null;
}

/** A machine that slept, a process that was busy with itself: it comes back long after somebody else has done its work. */
describe('a worker that falls silent in a step and goes on afterwards', () => {
  let fake: FakeFfmpeg;
  let scene: Scene;
  let clip: Buffer;
  let gate: string;
  let busyUntil: string;

  beforeAll(async () => {
    fake = await FakeFfmpeg.make();
    const busyLoop = path.join(PROJECT_ROOT, 'test/support/busy-loop.cjs');
    scene = await Scene.open((given) => {
      busyUntil = path.join(given.FRAMEGATE_DATA_DIR ?? '', 'busy-until');
      const busy = { NODE_OPTIONS: `--require ${busyLoop}`, BUSY_UNTIL: busyUntil };
      return { ...QUICK, ...fake.variables, ...busy };
    });
    clip = await makeClip(scene.dataFolder);
    gate = path.join(scene.dataFolder, 'gate');
  });

  afterAll(async () => {
    await scene.close();
    await fake.remove();
  });

  const stepOf = async (id: string, name: string) => {
    const [row] = await scene.sql<StepRow & object>(
      'SELECT state, attempts, worker FROM processing_steps WHERE video_id = $1 AND name = $2',
      [id, name],
    );
    return row!;
  };

  const untilBusy = () =>
    eventually('its event loop stands still', () => existsSync(`${busyUntil}.begun`), 60_000);
  const isLate = (worker: BuiltProcess, step: string) =>
    worker.log.line('step worked on', { step, outcome: 'lost' }, 30_000);
  const WAYS = {
    'is stopped': {
      fallSilent: ({ pid }: BuiltProcess) => Promise.resolve(void process.kill(pid, 'SIGSTOP')),
      comeBack: ({ pid }: BuiltProcess) => Promise.resolve(void process.kill(pid, 'SIGCONT')),
    },
    'blocks its event loop': {
      fallSilent: async ({ pid }: BuiltProcess) => {
        process.kill(pid, 'SIGUSR2');
        await untilBusy();
      },
      comeBack: () => writeFile(busyUntil, ''),
    },
  };

  it.each([
    ['is stopped', 'ingest', 'ffprobe', 0],
    ['is stopped', 'thumbnail', 'ffmpeg', 1],
    ['blocks its event loop', 'ingest', 'ffprobe', 2],
    ['blocks its event loop', 'thumbnail', 'ffmpeg', 3],
  ] as const)('and %s changes nothing by what it still does (%s)', async (way, name, program, length) => {
    const { fallSilent, comeBack } = WAYS[way];
    const file = longerBy(length, clip);
    const open = `${gate}-${String(length)}`;
    // Only the first who asks waits at the gate: that is the worker which will be late.
    const script = `touch '${open}.reached'; until [ -e '${open}' ]; do sleep 0.1; done`;
    await fake.misbehave(program, file, `if [ $tries = 1 ]; then ${script}; fi`);
    const uploader = await Uploader.register(scene, file);
    const id = await uploader.upload();
    await eventually('it waits at the gate', () => existsSync(`${open}.reached`), 30_000);
    const [late] = scene.workers;
    const before = await stepOf(id, name);
    await fallSilent(late!);
    const successor = await scene.startWorker();
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    const after = await stepOf(id, name);
    expect(after).toMatchObject({ state: 'done', attempts: 2 });
    expect(after.worker).not.toBe(before.worker);
    const live = await objectsOf(id, 'live');
    await writeFile(open, '');
    await comeBack(late!);
    await isLate(late!, name);
    expect(await objectsOf(id, 'live')).toEqual(live);
    expect(await stepOf(id, name)).toEqual(after);
    await expectMadeOnce(uploader, id, file.length);
    await successor.stop();
  });

  it('because the whole machine slept loses nothing to whoever woke first', async () => {
    const [sleeper] = scene.workers;
    const file = longerBy(4, clip);
    const open = `${gate}-4`;
    await fake.misbehave(
      'ffmpeg',
      file,
      `touch '${open}.reached'; until [ -e '${open}' ]; do sleep 0.1; done`,
    );
    const uploader = await Uploader.register(scene, file);
    const id = await uploader.upload();
    await eventually('it waits at the gate', () => existsSync(`${open}.reached`), 30_000);
    const wokeFirst = await scene.startWorker();
    await pause(LEASE_MS);
    for (const { pid } of [sleeper!, wokeFirst]) process.kill(pid, 'SIGSTOP');
    await pause(2 * LEASE_MS);
    process.kill(wokeFirst.pid, 'SIGCONT');
    await pause(LEASE_MS / 2);
    process.kill(sleeper!.pid, 'SIGCONT');
    await pause(2 * LEASE_MS);
    await wokeFirst.stop();
    await writeFile(open, '');
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    const steps = await scene.sql('SELECT DISTINCT attempts FROM processing_steps WHERE video_id = $1', [id]);
    expect(steps).toEqual([{ attempts: 1 }]);
  });

  it('and had everything done and stored by then has made it in vain: what it stored is condemned', async () => {
    await scene.workers[0]!.stop();
    // The second step that it does is the first which stores anything but the original.
    const late = await scene.startWorker({ CRASHPOINT: 'C12:2' });
    const uploader = await Uploader.register(scene, clip);
    const id = await uploader.upload();
    await untilBusy();
    const stored = await objectsOf(id, 'intent');
    expect(stored).not.toEqual([]);
    const successor = await scene.startWorker();
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    const live = await objectsOf(id, 'live');
    await writeFile(busyUntil, '');
    await isLate(late, 'thumbnail');
    expect(await stepOf(id, 'thumbnail')).toMatchObject({ state: 'done', attempts: 2 });
    expect(await objectsOf(id, 'live')).toEqual(live);
    expect(await objectsOf(id, 'intent')).toEqual([]);
    expect(await objectsOf(id, 'condemned', 'gone')).toEqual(expect.arrayContaining(stored));
    await expectMadeOnce(uploader, id, clip.length);
    await successor.stop();
  });

  async function expectMadeOnce(uploader: Uploader, id: string, bytes: number): Promise<void> {
    const facts = await scene.sql(
      `SELECT id FROM outbox WHERE subject_id = $1 AND type = 'video.completed'`,
      [id],
    );
    expect(facts).toHaveLength(1);
    expect(await uploader.quota()).toMatchObject({ used: 1, storage_bytes_used: bytes });
  }

  function objectsOf(id: string, ...states: readonly string[]): Promise<object[]> {
    return scene.sql('SELECT key FROM storage_objects WHERE video_id = $1 AND state = ANY($2) ORDER BY key', [
      id,
      states,
    ]);
  }
});
