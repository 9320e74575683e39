import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { readOrEmpty } from '../processes';

/** What ffmpeg is told at one step alone; questions about the program itself are answered at once. */
const TOLD_AT = { thumbnail: 'blurdetect', render: '-progress' } as const;
export type LingeringStep = keyof typeof TOLD_AT;

/** In real time, and without end. */
const SOURCE = 'color=s=16x16:r=5';
const ENDLESS = `-v error -nostdin -re -f lavfi -i ${SOURCE} -f null -`;

/** An ffmpeg that does as it is told, but never comes to an end at one step while it lingers. */
export class LingeringFfmpeg {
  private constructor(
    readonly path: string,
    private readonly sign: string,
  ) {}

  static async at(step: LingeringStep, folder: string): Promise<LingeringFfmpeg> {
    const program = path.join(folder, 'lingering-ffmpeg');
    const sign = `${program}.lingers`;
    const real = process.env.FFMPEG_PATH ?? 'ffmpeg';
    await writeFile(
      program,
      `#!/bin/sh
case "$*" in
  *${TOLD_AT[step]}*) if [ -e '${sign}' ]; then exec '${real}' ${ENDLESS}; fi ;;
esac
exec '${real}' "$@"
`,
      { mode: 0o755 },
    );
    const ffmpeg = new LingeringFfmpeg(program, sign);
    await ffmpeg.linger();
    return ffmpeg;
  }

  static isAtWork(pid: number): boolean {
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
