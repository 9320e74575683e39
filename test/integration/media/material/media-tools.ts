import { execFile, spawnSync } from 'node:child_process';
import { chmod, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { detectSandbox, type MediaTools } from '#libs/media';

function given(name: string): string {
  const value = process.env[name];
  if (value === undefined || value === '') {
    throw new Error(`${name} is not set: run the tests by \`npm test\`, which finds ffmpeg`);
  }
  return value;
}

export const ffmpegPath = given('FFMPEG_PATH');
export const ffprobePath = given('FFPROBE_PATH');
const libraryPath = process.env.FFMPEG_LIBRARY_PATH ?? null;

/** Runs the real program as tests need it to make things, outside of everything that is tested. */
export function runPlain(program: string, args: readonly string[], cwd?: string) {
  const env = libraryPath === null ? {} : { LD_LIBRARY_PATH: libraryPath };
  return spawnSync(program, args, { encoding: 'utf8', env, cwd, timeout: 60_000 });
}

/** The same beside this process, which can go on listening. */
export function runBeside(program: string, args: readonly string[], cwd: string) {
  const env = libraryPath === null ? {} : { LD_LIBRARY_PATH: libraryPath };
  return new Promise<{ status: number; stdout: string }>((resolve) => {
    const child = execFile(program, args, { env, cwd, timeout: 20_000 }, (_error, stdout) =>
      resolve({ status: child.exitCode ?? -1, stdout }),
    );
  });
}

/** The folders of one test file: what it makes, and what the library may use and must leave empty. */
export interface Workshop {
  readonly folder: string;
  readonly tools: MediaTools;
  /** Tools that run a script of ours in place of both programs. */
  fake(name: string, script: string): Promise<MediaTools & { readonly pidFile: string }>;
  leftovers(): Promise<readonly string[]>;
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const folder = await mkdtemp(path.join(tmpdir(), 'framegate-media-'));
  const temporaryFolder = await mkdtemp(path.join(tmpdir(), 'framegate-media-work-'));
  const tools = { ffmpegPath, ffprobePath, libraryPath, temporaryFolder, sandbox: await detectSandbox() };
  return {
    folder,
    tools,
    fake: async (name, script) => {
      const file = path.join(folder, name);
      const pidFile = `${file}.pid`;
      await writeFile(file, `#!/bin/sh\necho $$ > '${pidFile}'\n${script}\n`);
      await chmod(file, 0o755);
      return { ...tools, ffmpegPath: file, ffprobePath: file, pidFile };
    },
    leftovers: () => readdir(temporaryFolder),
    close: async () => {
      await rm(folder, { recursive: true, force: true });
      await rm(temporaryFolder, { recursive: true, force: true });
    },
  };
}
