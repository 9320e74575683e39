import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Clip {
  readonly seconds?: number;
  readonly size?: string;
  readonly extension?: 'mp4' | 'mov' | 'mkv';
}

/** A film of a few seconds with picture and sound, made by ffmpeg; nothing of it is ever committed. */
export async function makeClip(
  folder: string,
  { seconds = 2, size = '320x180', extension = 'mp4' }: Clip = {},
): Promise<Buffer> {
  const file = path.join(folder, `clip-${size}-${String(seconds)}.${extension}`);
  const { FFMPEG_PATH = 'ffmpeg', FFMPEG_LIBRARY_PATH } = process.env;
  const picture = ['-f', 'lavfi', '-i', `testsrc2=size=${size}:rate=25:duration=${String(seconds)}`];
  const sound = ['-f', 'lavfi', '-i', `sine=frequency=440:duration=${String(seconds)}`];
  const coding = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-pix_fmt',
    'yuv420p',
    '-c:a',
    'aac',
    '-shortest',
  ];
  await run(FFMPEG_PATH, ['-v', 'error', '-y', ...picture, ...sound, ...coding, file], {
    env: FFMPEG_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: FFMPEG_LIBRARY_PATH },
  });
  return readFile(file);
}

/** A film followed by so many bytes that players skip: large, without the time that it takes to encode one. */
export function padded(clip: Buffer, bytes: number): Buffer {
  const padding = randomBytes(bytes);
  padding.writeUInt32BE(bytes, 0);
  padding.write('free', 4, 'latin1');
  return Buffer.concat([clip, padding]);
}
