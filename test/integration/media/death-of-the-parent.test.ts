import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { MediaTools } from '#libs/media';
import { eventually } from '../../support/eventually';
import { compileMediaLibrary } from './material/media-library';
import { openWorkshop, type Workshop } from './material/media-tools';
import { processes } from '../../support/processes';

jest.setTimeout(60_000);

let workshop: Workshop;
let worker: string;
beforeAll(async () => {
  workshop = await openWorkshop();
  worker = path.join(workshop.folder, 'worker.js');
  const library = compileMediaLibrary(workshop.folder);
  await writeFile(
    worker,
    `const { runProgram } = require(${JSON.stringify(path.join(library, 'sandbox/run-program.js'))});
    const { SHORT_RUN } = require(${JSON.stringify(path.join(library, 'sandbox/run-limits.js'))});
    const args = ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'color=s=16x16:r=5', '-nostats', '-progress', 'pipe:3', '-f', 'null', '-'];
    const watch = { stallSeconds: 30, onProgress: () => console.log('progress') };
    void runProgram(JSON.parse(process.argv[2]), { program: 'ffmpeg', args, folder: ${JSON.stringify(workshop.folder)}, limits: SHORT_RUN, watch });`,
  );
});
afterAll(() => workshop.close());

/** A worker in the middle of its work, killed as the kernel kills. Answers with the process id of its ffmpeg. */
async function killWorker(tools: MediaTools): Promise<number> {
  const child = spawn(process.execPath, [worker, JSON.stringify(tools)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await once(child.stdout, 'data');
  const ffmpeg = processes().find(({ parent }) => parent === child.pid);
  child.kill('SIGKILL');
  await once(child, 'exit');
  return ffmpeg!.pid;
}

const isAlive = (pid: number) => processes().some((line) => line.pid === pid && line.state !== 'Z');

describe('when its parent is killed with SIGKILL, ffmpeg', () => {
  const onLinux = process.platform === 'linux' ? it : it.skip;

  onLinux('is gone within a second', async () => {
    if (!workshop.tools.sandbox.deathSignal.isAvailable) return;
    const pid = await killWorker(workshop.tools);
    await eventually('ffmpeg is gone', () => !isAlive(pid), 1_000);
  });

  onLinux('would live on without the death signal', async () => {
    const deathSignal = { isAvailable: false, reason: 'left out' } as const;
    const pid = await killWorker({ ...workshop.tools, sandbox: { ...workshop.tools.sandbox, deathSignal } });
    expect(isAlive(pid)).toBe(true);
    process.kill(pid, 'SIGKILL');
  });
});
