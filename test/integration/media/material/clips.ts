import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ffmpegPath, runPlain } from './media-tools';

const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-y'];
export const PICTURE = ['-f', 'lavfi', '-i', 'testsrc2=s=160x120:r=10:d=2'];
export const SOUND = ['-f', 'lavfi', '-i', 'sine=f=440:d=2'];
export const H264 = ['-c:v', 'libx264', '-preset', 'ultrafast', '-pix_fmt', 'yuv420p'];
export const AAC = ['-c:a', 'aac', '-b:a', '32k'];

/** Makes a clip of a few seconds in a folder; what ffmpeg says is the test's failure when it makes none. */
export function makeClip(folder: string, name: string, args: readonly string[]): string {
  const file = path.join(folder, name);
  const { status, stderr } = runPlain(ffmpegPath, [...QUIET, ...args, file], folder);
  if (status !== 0) throw new Error(`${name} could not be made: ${stderr}`);
  return file;
}

/** Turns the display matrix of the first track: what a phone does that is held upright. */
export async function rotateClip(file: string, clockwise: 90 | 180 | 270): Promise<void> {
  const one = 0x10000;
  const matrices = {
    90: [0, one, 0, -one, 0, 0],
    180: [-one, 0, 0, 0, -one, 0],
    270: [0, -one, 0, one, 0, 0],
  };
  const bytes = await readFile(file);
  const at = bytes.indexOf('tkhd') + 4 + 40;
  matrices[clockwise].forEach((value, index) => bytes.writeInt32BE(value, at + index * 4));
  await writeFile(file, bytes);
}
