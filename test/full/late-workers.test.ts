import { existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { FakeFfmpeg } from '../support/fake-ffmpeg';
import { Scene } from '../support/scene';
import { Uploader } from '../support/uploader';

jest.setTimeout(180_000);

const QUICK = { STEP_LEASE_SECONDS: '2', STEP_OFFER_SECONDS: '5', SWEEP_SECONDS: '1' };

interface StepRow {
  readonly state: string;
  readonly attempts: number;
  readonly worker: string | null;
}

/** A machine that slept, a process that was paused: it wakes up long after somebody else has done its work. */
describe('a worker that is stopped in the middle of a step and goes on afterwards', () => {
  let fake: FakeFfmpeg;
  let scene: Scene;
  let clip: Buffer;
  let gate: string;

  beforeAll(async () => {
    fake = await FakeFfmpeg.make();
    scene = await Scene.open({ ...QUICK, ...fake.variables });
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

  it.each([
    ['ingest', 'ffprobe'],
    ['thumbnail', 'ffmpeg'],
  ] as const)('changes nothing by what it still does (%s)', async (name, program) => {
    const file =
      name === 'ingest' ? clip : Buffer.concat([clip, Buffer.from([0, 0, 0, 8]), Buffer.from('free')]);
    const open = `${gate}-${name}`;
    // Only the first who asks waits at the gate: that is the worker which will be late.
    const script = `touch '${open}.reached'; until [ -e '${open}' ]; do sleep 0.1; done`;
    await fake.misbehave(program, file, `if [ $tries = 1 ]; then ${script}; fi`);
    const uploader = await Uploader.register(scene, file);
    const { video_id: id } = await uploader.sendFile();
    await uploader.complete(id);
    await eventually('it waits at the gate', () => existsSync(`${open}.reached`), 30_000);
    const [late] = scene.workers;
    const before = await stepOf(id, name);
    process.kill(late!.pid, 'SIGSTOP');
    const successor = await scene.startWorker();
    expect(await uploader.untilProcessed(id)).toMatchObject({ processing_status: 'completed' });
    const after = await stepOf(id, name);
    expect(after).toMatchObject({ state: 'done', attempts: 2 });
    expect(after.worker).not.toBe(before.worker);
    const live = await objectsOf(id);
    await writeFile(open, '');
    process.kill(late!.pid, 'SIGCONT');
    await late!.log.line('step worked on', { step: name, outcome: 'lost' }, 30_000);
    expect(await objectsOf(id)).toEqual(live);
    expect(await stepOf(id, name)).toEqual(after);
    const facts = await scene.sql(
      `SELECT id FROM outbox WHERE subject_id = $1 AND type = 'video.completed'`,
      [id],
    );
    expect(facts).toHaveLength(1);
    expect(await uploader.quota()).toMatchObject({ used: 1, storage_bytes_used: file.length });
    await successor.stop();
  });

  function objectsOf(id: string): Promise<object[]> {
    return scene.sql(
      `SELECT key, state FROM storage_objects WHERE video_id = $1 AND state = 'live' ORDER BY key`,
      [id],
    );
  }
});
