import { wholeArgument } from '../input/argument';
import { DECODING_RESTRICTIONS, INPUT_ARGUMENTS, inputRestrictions } from '../input/input-arguments';
import { DEFAULT_INPUT_LIMITS } from '../input/input-limits';
import type { StoryboardPlan } from './storyboard-plan';

/** Counted from 1 by ffmpeg. */
const SHEET_PATTERN = 'sheet%04d.jpg';
export const sheetName = (index: number): string => `sheet${wholeArgument(index + 1).padStart(4, '0')}.jpg`;
const QUALITY = '5';

/** Small pictures put together after the long work: inside it they would hold its progress back to the end. */
export function storyboardArguments({
  tile,
  columns,
  rows,
  everySamples,
}: StoryboardPlan): readonly string[] {
  const filters = [
    String.raw`select=expr=not(mod(n\,${wholeArgument(everySamples)}))`,
    `scale=w=${wholeArgument(tile.width)}:h=${wholeArgument(tile.height)}:flags=bicubic`,
    `tile=layout=${wholeArgument(columns)}x${wholeArgument(rows)}`,
  ];
  return [
    ...['-hide_banner', '-nostdin', '-v', 'error', '-nostats', '-y'],
    ...DECODING_RESTRICTIONS,
    ...inputRestrictions('pictures', DEFAULT_INPUT_LIMITS),
    ...INPUT_ARGUMENTS,
    ...['-map', '0:V:0', '-filter:v', filters.join(','), '-fps_mode', 'passthrough'],
    ...['-c:v', 'mjpeg', '-q:v', QUALITY, '-f', 'image2', SHEET_PATTERN],
  ];
}
