import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MediaError } from '../media-error';
import { DEFAULT_INPUT_LIMITS } from '../input/input-limits';
import { objectsAt, textAt, wholeAt } from '../probe/json-fields';
import type { Size } from '../probe/media-info';
import { askFfprobe } from '../probe/probe';
import type { MediaTools } from '../sandbox/sandbox-facts';
import { inWorkingFolder } from '../sandbox/working-folder';

const END_OF_IMAGE = Buffer.from([0xff, 0xd9]);

/** An exit code proves nothing: the picture counts when a reader finds it whole and of the size that was asked for. */
export async function verifyJpeg(
  tools: MediaTools,
  jpeg: Buffer,
  expected: Size,
  signal?: AbortSignal,
): Promise<void> {
  if (!jpeg.subarray(-2).equals(END_OF_IMAGE))
    throw new MediaError('bad_output', { detail: 'no end of image' });
  const answer = await inWorkingFolder(tools.temporaryFolder, null, async (folder) => {
    const inputPath = path.join(folder, 'picture.jpg');
    await writeFile(inputPath, jpeg, { mode: 0o600 });
    return askFfprobe(tools, { inputPath, kind: 'jpeg', limits: DEFAULT_INPUT_LIMITS, signal });
  });
  const [stream = {}] = objectsAt(answer, 'streams');
  const found = [textAt(stream, 'codec_name'), wholeAt(stream, 'width'), wholeAt(stream, 'height')].join(' ');
  const wanted = ['mjpeg', expected.width, expected.height].join(' ');
  if (found !== wanted) throw new MediaError('bad_output', { detail: `${found} instead of ${wanted}` });
}
