import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { BuiltProcess } from '../support/built-process';
import { makeClip } from '../support/clips';
import { eventually } from '../support/eventually';
import { Scene } from '../support/scene';
import { SeenWorkers } from '../support/seen-workers';
import { Uploader } from '../support/uploader';

const NO_GOOD = 'this worker takes no steps: its media tools are no good';

describe('workers', () => {
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
});
