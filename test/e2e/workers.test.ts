import { chmod, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BuiltProcess } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { namesUnder } from '../support/names-under';
import { Scene } from '../support/scene';
import { SeenWorkers } from '../support/seen-workers';
import { Uploader } from '../support/uploader';

const NO_GOOD = 'this worker takes no steps: its media tools are no good';

describe('the workers', () => {
  let scene: Scene;
  let owner: Uploader;
  let workers: SeenWorkers;

  beforeAll(async () => {
    scene = await Scene.open({ SWEEP_SECONDS: '1', WORKER_REST_SECONDS: '1' });
    owner = await Uploader.register(scene, await makeClip(scene.dataFolder));
    workers = new SeenWorkers(scene);
  });

  afterAll(() => scene.close());

  const ingestOf = async (id: string) => {
    const [step] = await scene.sql<{ state: string; attempts: number }>(
      `SELECT state, attempts FROM processing_steps WHERE video_id = $1 AND name = 'ingest'`,
      [id],
    );
    return step!;
  };

  it('are shown to admins with what they work with, and to nobody else', async () => {
    const [worker] = await workers.until(1);
    expect(worker).toMatchObject({
      takes_steps: true,
      problems: [],
      ffmpeg: expect.stringMatching(/^n?\d+\.\d+/) as string,
    });
    expect(Object.keys(worker!.sandbox)).toEqual(
      expect.arrayContaining(['limits', 'noNetwork', 'noNewPrivileges', 'deathSignal']),
    );
    expect((await scene.client.get('/health')).text).not.toContain('ffmpeg');
  });

  it('that have no ffmpeg, or too old a one, say so, take no step, and begin when it is mended', async () => {
    const program = path.join(scene.dataFolder, 'ffmpeg-to-come');
    const worker = new BuiltProcess('worker.js', { ...scene.variables, FFMPEG_PATH: program });
    expect((await worker.log.line(NO_GOOD)).problems).toContain('ffmpeg does not run');
    await writeFile(program, '#!/bin/sh\necho "ffmpeg version 4.4.2 Copyright (c)"\n', { mode: 0o755 });
    const problem = 'ffmpeg is 4.4.2, the oldest that will do is 5.1';
    await eventually(
      'the other one is seen',
      async () => (await workers.now()).facts.workers.some(({ problems }) => problems.includes(problem)),
      30_000,
    );
    const seen = await workers.until(2);
    expect(seen.map(({ takes_steps: able }) => able).sort()).toEqual([false, true]);
    expect((await workers.health()).status).toBe('ok');
    await Promise.all(scene.workers.map((able) => able.stop()));
    const { status, dependencies } = await workers.health();
    expect([status, dependencies.workers.status]).toEqual(['degraded', 'away']);
    expect(dependencies.workers.facts.says).toContain(`No worker takes steps: ${problem}`);
    const id = await owner.upload('for better tools');
    const { FFMPEG_PATH: good = '' } = scene.variables;
    expect(await ingestOf(id)).toMatchObject({ attempts: 0 });
    await writeFile(program, `#!/bin/sh\nexec '${good}' "$@"\n`, { mode: 0o755 });
    await worker.log.line('media tools are good', {}, 30_000);
    expect((await owner.untilProcessed(id)).processing_status).toBe('completed');
    expect(await ingestOf(id)).toMatchObject({ state: 'done', attempts: 1 });
    const said = worker.log.lines.map(({ msg }) => msg);
    expect(said.indexOf('step worked on')).toBeGreaterThan(said.indexOf('media tools are good'));
    await eventually('all is well', async () => (await workers.health()).status === 'ok');
    await worker.stop();
    await scene.startWorker();
  });

  it('that were told to listen tell how long steps took and waited', async () => {
    await Promise.all(scene.workers.map((worker) => worker.stop()));
    const worker = await scene.startWorker({ WORKER_METRICS_PORT: '0' });
    const { port } = await worker.log.line('metrics ready');
    await owner.untilProcessed(await owner.upload('measured'));
    const address = `http://127.0.0.1:${String(port)}/metrics`;
    await eventually('the last step is measured', async () => {
      const text = await (await fetch(address)).text();
      const counts = [...text.matchAll(/^video_processing_step_duration_seconds_count\{(.+)\} (\d+)$/gm)];
      expect(text).toContain('video_processing_step_wait_seconds_bucket{le="0.1",step="ingest"}');
      return (
        counts.length === 4 &&
        counts.every(([, labels, count]) => /outcome="done"/.test(labels!) && count === '1')
      );
    });
    expect((await fetch(address.replace('metrics', 'elsewhere'))).status).toBe(404);
    await worker.stop();
    const choosy = { WORKER_METRICS_PORT: '0', METRICS_ALLOW_CIDRS: '192.0.2.0/24' };
    const { port: other } = await (await scene.startWorker(choosy)).log.line('metrics ready');
    expect((await fetch(`http://127.0.0.1:${String(other)}/metrics`)).status).toBe(403);
  });

  it('are missed when none has been seen for a minute, while everything is served', async () => {
    await Promise.all(scene.workers.map((worker) => worker.stop()));
    expect(await workers.now()).toMatchObject({
      status: 'away',
      facts: { says: 'No worker has been seen for a day.' },
    });
    await scene.sql(
      `INSERT INTO processing_workers (id, host, release, slots, is_able, tools, seen_at)
       VALUES ('gone', 'elsewhere', '1.0.0', 1, true, '{"problems": [], "sandbox": {}}', now() - interval '90 seconds')`,
    );
    const { status, dependencies } = await workers.health();
    expect(status).toBe('degraded');
    expect(dependencies.workers.facts.says).toMatch(/^No worker has been seen for 9\d s\.$/);
    expect((await scene.client.get('/health/ready')).status).toBe(200);
    await scene.sql('DELETE FROM processing_workers');
    await scene.startWorker();
    await eventually('all is well', async () => (await workers.health()).status === 'ok');
  });

  it('that are killed leave nothing in the temporary folder for the next one', async () => {
    await Promise.all(scene.workers.map((worker) => worker.stop()));
    const ffprobe = path.join(scene.dataFolder, 'endless');
    const { FFPROBE_PATH: good = '' } = scene.variables;
    await writeFile(ffprobe, `#!/bin/sh\n[ "$2" = -version ] && exec '${good}' "$@"\nexec sleep 60\n`);
    await chmod(ffprobe, 0o755);
    const doomed = new BuiltProcess('worker.js', { ...scene.variables, FFPROBE_PATH: ffprobe });
    const id = await owner.upload('in the hands of the doomed');
    const root = path.join(scene.dataFolder, 'tmp');
    const works = async () => (await namesUnder(root)).filter((name) => /\/source-[^/]+\/[^/]+$/.test(name));
    await eventually('it works on a file', async () => (await works()).length === 1);
    await doomed.kill();
    expect(await works()).toHaveLength(1);
    await scene.startWorker();
    await eventually('its files are gone', async () => (await works()).length === 0);
    await scene.sql(
      `UPDATE processing_steps SET lease_until = now() - interval '1 hour' WHERE state = 'running'`,
    );
    expect((await owner.untilProcessed(id)).processing_status).toBe('completed');
  });
});
