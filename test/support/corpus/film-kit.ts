import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const MEBIBYTE = 1024 * 1024;

/** Makes files with ffmpeg, in a folder that goes when it is closed. */
export class FilmKit {
  private constructor(readonly folder: string) {}

  static async open(): Promise<FilmKit> {
    return new FilmKit(await mkdtemp(path.join(tmpdir(), 'framegate-corpus-')));
  }

  close(): Promise<void> {
    return rm(this.folder, { recursive: true, force: true });
  }

  /** Paths among the arguments are those of files that were made here before. */
  async film(name: string, args: readonly string[]): Promise<Buffer> {
    await this.ffmpeg(['-y', ...args, name]);
    return readFile(path.join(this.folder, name));
  }

  async put(name: string, bytes: Buffer | string): Promise<void> {
    await writeFile(path.join(this.folder, name), bytes);
  }

  /** What ffmpeg says of its work. */
  ffmpeg(args: readonly string[], level = 'error'): Promise<string> {
    const { FFMPEG_PATH = 'ffmpeg' } = process.env;
    return this.outputOf(FFMPEG_PATH, ['-hide_banner', '-nostdin', '-v', level, ...args], 'stderr');
  }

  /** What filters print to its output. */
  measure(args: readonly string[]): Promise<string> {
    const { FFMPEG_PATH = 'ffmpeg' } = process.env;
    return this.outputOf(FFMPEG_PATH, ['-hide_banner', '-nostdin', '-v', 'error', ...args], 'stdout');
  }

  ffprobe(args: readonly string[]): Promise<string> {
    const { FFPROBE_PATH = 'ffprobe' } = process.env;
    return this.outputOf(FFPROBE_PATH, ['-v', 'error', ...args], 'stdout');
  }

  private async outputOf(program: string, args: readonly string[], pipe: 'stdout' | 'stderr') {
    const { FFMPEG_LIBRARY_PATH } = process.env;
    const env = FFMPEG_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: FFMPEG_LIBRARY_PATH };
    const output = await run(program, args, { cwd: this.folder, env, maxBuffer: 16 * MEBIBYTE });
    return output[pipe];
  }
}
