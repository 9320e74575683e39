import { readFile } from 'node:fs/promises';
import { getPriority } from 'node:os';
import { performance } from 'node:perf_hooks';
import { MediaError } from '#libs/media';
import { failureOfRun } from '../../../libs/media/sandbox/run-failure';
import { SHORT_RUN, type RunLimits } from '../../../libs/media/sandbox/run-limits';
import { runProgram, type ProgramRun } from '../../../libs/media/sandbox/run-program';
import { eventually } from '../../support/eventually';
import { ffmpegPath, openWorkshop, type Workshop } from './material/media-tools';
import { aliveInGroup, processes, readOrEmpty } from '../../support/processes';

jest.setTimeout(60_000);

const NICEST = 19;
const MEBIBYTE = 1024 * 1024;
const onLinux = process.platform === 'linux' ? it : it.skip;

let workshop: Workshop;
beforeAll(async () => {
  workshop = await openWorkshop();
});
afterAll(() => workshop.close());

interface Trial {
  readonly limits?: Partial<RunLimits>;
  readonly run?: Partial<ProgramRun>;
}

/** Runs a script in place of ffmpeg, and then sees that nothing of it is left. */
async function tryScript(name: string, script: string, { limits = {}, run = {} }: Trial = {}) {
  const tools = await workshop.fake(name, script);
  const begun = performance.now();
  const outcome = await runProgram(tools, {
    program: 'ffmpeg',
    args: [],
    folder: workshop.folder,
    limits: { ...SHORT_RUN, wallSeconds: 20, ...limits },
    ...run,
  });
  const seconds = (performance.now() - begun) / 1000;
  const group = Number(await readFile(tools.pidFile, 'utf8'));
  expect(group).toBeGreaterThan(1);
  if (process.platform === 'linux') {
    await eventually(`nothing of ${name} runs`, () => aliveInGroup(group).length === 0, 1_000);
  }
  return { ...outcome, seconds, code: failureOfRun(outcome)?.code ?? null };
}

describe('a program that', () => {
  it('ignores SIGTERM is killed five seconds after its deadline', async () => {
    const { code, signal, seconds } = await tryScript('deaf', "trap '' TERM\nwhile :; do sleep 0.1; done", {
      limits: { wallSeconds: 1 },
    });
    expect({ code, signal }).toEqual({ code: 'timed_out', signal: 'SIGKILL' });
    expect(seconds).toBeGreaterThan(5.9);
    expect(seconds).toBeLessThan(10);
  });

  it('is stopped and cannot even hear SIGTERM is killed too', async () => {
    const { code, seconds } = await tryScript('frozen', 'kill -STOP $$', { limits: { wallSeconds: 1 } });
    expect(code).toBe('timed_out');
    expect(seconds).toBeLessThan(10);
  });

  it('ends on SIGTERM is not waited for', async () => {
    const { code, seconds } = await tryScript('obedient', 'exec sleep 60', { limits: { wallSeconds: 1 } });
    expect(code).toBe('timed_out');
    expect(seconds).toBeLessThan(3);
  });

  it('complains for 100 MB fills no memory, and its last words are kept', async () => {
    const before = process.memoryUsage().rss;
    const { stderr, code, exitCode } = await tryScript(
      'loud',
      "head -c 104857600 /dev/zero | tr '\\0' x >&2\necho the end >&2\nexit 3",
      { limits: { wallSeconds: 50 } },
    );
    expect(stderr).toHaveLength(64 * 1024);
    expect(stderr.endsWith('the end\n')).toBe(true);
    expect({ code, exitCode }).toEqual({ code: null, exitCode: 3 });
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
  });

  it('answers without end is stopped', async () => {
    const { code, stdout } = await tryScript('endless', 'exec cat /dev/zero', {
      limits: { stdoutBytes: MEBIBYTE },
    });
    expect(code).toBe('resource_limit');
    expect(stdout.length).toBeLessThanOrEqual(MEBIBYTE);
  });

  it('starts others and hangs takes them with it', async () => {
    const { code } = await tryScript('breeder', 'sleep 300 &\nsleep 300 &\nwait', {
      limits: { wallSeconds: 1 },
    });
    expect(code).toBe('timed_out');
  });

  it('ends and leaves others behind that hold its pipes takes them with it', async () => {
    const { exitCode, seconds } = await tryScript('deserter', 'sleep 300 &\nexit 0');
    expect(exitCode).toBe(0);
    expect(seconds).toBeLessThan(3);
  });

  it('crashes is told from one that was killed', async () => {
    expect((await tryScript('crash', 'kill -SEGV $$')).code).toBe('crashed');
    expect((await tryScript('killed', 'kill -KILL $$')).code).toBe('resource_limit');
  });

  it('does not exist is an error of its own', async () => {
    const tools = { ...workshop.tools, ffmpegPath: '/nowhere/ffmpeg' };
    const run = { program: 'ffmpeg', args: [], folder: workshop.folder, limits: SHORT_RUN } as const;
    const code = await runProgram(tools, run).then(
      (outcome) => failureOfRun(outcome)?.code,
      (error: unknown) => (error instanceof MediaError ? error.code : error),
    );
    expect(code).toBe('tool_unusable');
  });

  it('is called off ends at once, and does not begin when it was called off before', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 300);
    const run = { signal: controller.signal };
    const { code, seconds } = await tryScript('unwanted', 'exec sleep 60', { run });
    expect(code).toBe('aborted');
    expect(seconds).toBeLessThan(3);
    await expect(tryScript('unwanted', 'exec sleep 60', { run })).rejects.toMatchObject({ code: 'aborted' });
  });

  it('makes no progress is stopped, however much it reports', async () => {
    const reports: number[] = [];
    const { code, seconds } = await tryScript(
      'stuck',
      'n=0\nwhile :; do [ $n -lt 5 ] && n=$((n+1)); printf "frame=$n\\nprogress=continue\\n" >&3; sleep 0.1; done',
      { run: { watch: { stallSeconds: 1, onProgress: ({ frame }) => reports.push(frame) } } },
    );
    expect(code).toBe('stalled');
    expect(Math.max(...reports)).toBe(5);
    expect(reports.length).toBeGreaterThan(8);
    expect(seconds).toBeLessThan(6);
  });
});

describe('the limits', () => {
  const areThere = () => workshop.tools.sandbox.limits.isAvailable;

  onLinux('of memory stop a program that takes it all', async () => {
    if (!areThere()) return;
    const before = process.memoryUsage().rss;
    const { code } = await tryScript('greedy', 'head -c 2000000000 /dev/zero | tail -n 1 >/dev/null', {
      limits: { addressSpaceBytes: 256 * MEBIBYTE },
    });
    expect(code).toBe('resource_limit');
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * MEBIBYTE);
  });

  onLinux('of CPU time and file size stop a program', async () => {
    if (!areThere()) return;
    const busy = await tryScript('busy', 'while :; do :; done', { limits: { cpuSeconds: 1 } });
    expect(busy.code).toBe('resource_limit');
    const wide = await tryScript('wide', 'exec head -c 20000000 /dev/zero > wide.out', {
      limits: { fileSizeBytes: MEBIBYTE },
    });
    expect(wide.code).toBe('resource_limit');
  });
});

describe('a real ffmpeg in the sandbox', () => {
  onLinux('has what the facts say, and nothing of our environment', async () => {
    const controller = new AbortController();
    const endless = ['-v', 'error', '-re', '-f', 'lavfi', '-i', 'color=s=16x16:r=5', '-f', 'null', '-'];
    const running = runProgram(workshop.tools, {
      program: 'ffmpeg',
      args: [...endless, '-nostats', '-progress', 'pipe:3'],
      folder: workshop.folder,
      limits: SHORT_RUN,
      signal: controller.signal,
      watch: { stallSeconds: 30, onProgress: () => undefined },
    });
    const pid = await eventually('ffmpeg runs', ourFfmpeg);
    const { sandbox } = workshop.tools;
    const about = (name: string) => readOrEmpty(`/proc/${String(pid)}/${name}`);
    expect(/^NoNewPrivs:\s+1$/m.test(about('status'))).toBe(sandbox.noNewPrivileges.isAvailable);
    expect(/^Max address space\s+4294967296\s/m.test(about('limits'))).toBe(sandbox.limits.isAvailable);
    expect(/^Max open files\s+64\s/m.test(about('limits'))).toBe(sandbox.limits.isAvailable);
    const nicer = sandbox.niceness.isAvailable ? 10 : 0;
    expect(about('stat').split(' ')[18]).toBe(String(Math.min(NICEST, getPriority() + nicer)));
    const devices = [...about('net/dev').matchAll(/^\s*(\w+):/gm)].map(([, device]) => device);
    expect(devices.every((device) => device === 'lo')).toBe(sandbox.noNetwork.isAvailable);
    expect(
      about('environ')
        .split('\0')
        .filter(Boolean)
        .map((each) => each.split('=')[0]),
    ).toEqual(workshop.tools.libraryPath === null ? [] : ['LD_LIBRARY_PATH']);
    controller.abort();
    expect(failureOfRun(await running)?.code).toBe('aborted');
  });

  function ourFfmpeg(): number | undefined {
    const children = processes().filter(({ parent }) => parent === process.pid);
    return children.find(({ pid }) => readOrEmpty(`/proc/${String(pid)}/cmdline`).startsWith(ffmpegPath))
      ?.pid;
  }
});
