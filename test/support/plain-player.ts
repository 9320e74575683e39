import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** What an ordinary player gets that is given nothing but the address. */
export async function decodedFrames(url: string): Promise<number> {
  const { FFPROBE_PATH = 'ffprobe', FFMPEG_LIBRARY_PATH } = process.env;
  const counting = ['-count_frames', '-select_streams', 'v:0', '-show_entries', 'stream=nb_read_frames'];
  const env = FFMPEG_LIBRARY_PATH === undefined ? {} : { LD_LIBRARY_PATH: FFMPEG_LIBRARY_PATH };
  const { stdout } = await run(FFPROBE_PATH, ['-v', 'error', ...counting, '-of', 'csv=p=0', url], { env });
  return Number(/\d+/.exec(stdout)?.[0]);
}
