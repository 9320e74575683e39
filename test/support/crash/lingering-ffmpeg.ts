import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOrEmpty } from '../processes';

/** What only the making of a picture is told: questions about the program itself are answered at once. */
const AT_WORK = '-filter_complex';
/** In real time, and without end. */
const SOURCE = 'color=s=16x16:r=5';
const ENDLESS = `-v error -nostdin -re -f lavfi -i ${SOURCE} -f null -`;

/** An ffmpeg that does as it is told, but never comes to an end while it lingers. */
export class LingeringFfmpeg {
  private constructor(
    readonly path: string,
    private readonly sign: string,
  ) {}

  static async in(folder: string): Promise<LingeringFfmpeg> {
    const program = path.join(folder, 'lingering-ffmpeg');
    const sign = `${program}.lingers`;
    const real = process.env.FFMPEG_PATH ?? 'ffmpeg';
    await writeFile(
      program,
      `#!/bin/sh
case "$*" in
  *${AT_WORK}*) if [ -e '${sign}' ]; then exec '${real}' ${ENDLESS}; fi ;;
esac
exec '${real}' "$@"
`,
      { mode: 0o755 },
    );
    const ffmpeg = new LingeringFfmpeg(program, sign);
    await ffmpeg.linger();
    return ffmpeg;
  }

  static isAt(pid: number): boolean {
    return readOrEmpty(`/proc/${String(pid)}/cmdline`).includes(SOURCE);
  }

  linger(): Promise<void> {
    return writeFile(this.sign, '');
  }

  /** From now on; who lingers already goes on. */
  hurry(): Promise<void> {
    return rm(this.sign, { force: true });
  }
}
