import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';

const PROGRAMS = ['ffmpeg', 'ffprobe'] as const;
type Program = (typeof PROGRAMS)[number];

/**
 * Programs that are the real ones, except with files that a test has named: then a script of the test runs in their place, and
 * whoever leaves that script by its end goes on to the real one. Files are told apart by their size.
 */
export class FakeFfmpeg {
  private constructor(private readonly folder: string) {}

  static async make(): Promise<FakeFfmpeg> {
    const folder = await mkdtemp(path.join(tmpdir(), 'framegate-fake-'));
    const fake = new FakeFfmpeg(folder);
    await mkdir(path.join(folder, 'tries'));
    for (const program of PROGRAMS) await fake.write(program);
    return fake;
  }

  get variables(): Record<string, string> {
    return { FFMPEG_PATH: path.join(this.folder, 'ffmpeg'), FFPROBE_PATH: path.join(this.folder, 'ffprobe') };
  }

  /** `$tries` counts, from 1 on, how often the program was asked about the file. */
  async misbehave(program: Program, file: Buffer, script: string): Promise<void> {
    await writeFile(path.join(this.folder, `${program}.${String(file.length)}`), script);
  }

  async remove(): Promise<void> {
    await rm(this.folder, { recursive: true, force: true });
  }

  private async write(program: Program): Promise<void> {
    const { FFMPEG_PATH = 'ffmpeg', FFPROBE_PATH = 'ffprobe' } = process.env;
    const real = { ffmpeg: FFMPEG_PATH, ffprobe: FFPROBE_PATH }[program];
    await writeFile(
      path.join(this.folder, program),
      `#!/bin/sh
name=${program}.$([ -e input ] && wc -c < input | tr -d ' ')
if [ -e "${this.folder}/$name" ]; then
  echo x >> "${this.folder}/tries/$name"
  tries=$(wc -l < "${this.folder}/tries/$name")
  . "${this.folder}/$name"
fi
exec '${real}' "$@"
`,
      { mode: 0o755 },
    );
  }
}

/** The same film, a few bytes longer: a box that says nothing, which every player skips. */
export function longerBy(bytes: number, clip: Buffer): Buffer {
  const box = Buffer.alloc(8 + bytes);
  box.writeUInt32BE(box.length, 0);
  box.write('free', 4, 'latin1');
  return Buffer.concat([clip, box]);
}
