import { spawn } from 'node:child_process';
import { once } from 'node:events';

const { FFMPEG_PATH, FFPROBE_PATH, FFMPEG_LIBRARY_PATH } = process.env;

export const FFMPEG = FFMPEG_PATH ?? 'ffmpeg';
export const FFPROBE = FFPROBE_PATH ?? 'ffprobe';

/** The same programs for the product as for whoever is measured against it. */
export function productTools() {
  const given = { FFMPEG_PATH, FFPROBE_PATH, FFMPEG_LIBRARY_PATH };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}

/** All that the programs see of the environment. */
export function toolEnvironment() {
  const path = process.env.PATH === undefined ? {} : { PATH: process.env.PATH };
  return FFMPEG_LIBRARY_PATH === undefined ? path : { ...path, LD_LIBRARY_PATH: FFMPEG_LIBRARY_PATH };
}

/** As kind to its neighbours as the product is. */
export async function runByHand(args, folder) {
  const options = { cwd: folder, env: toolEnvironment(), stdio: ['ignore', 'ignore', 'inherit'] };
  const [code] = await once(spawn('nice', ['-n', '10', FFMPEG, ...args], options), 'exit');
  if (code !== 0) throw new Error(`ffmpeg ended with ${code}: ${args.join(' ')}`);
}
