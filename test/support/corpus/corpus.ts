import type { Kind } from './kind';
import { DAMAGE, OTHER_FILES } from './kinds-of-damage';
import { CODECS, HDR, SIZES } from './kinds-of-pictures';
import { CONTAINERS, SOUNDS, STREAMS } from './kinds-of-streams';
import { RATES, TIMES } from './kinds-of-times';

/** Every kind of file that there is an answer for; docs/media-corpus.md is written from it. */
export const CORPUS: readonly (readonly [string, readonly Kind[]])[] = [
  ['Sizes and shapes', SIZES],
  ['Codecs', CODECS],
  ['High dynamic range', HDR],
  ['Rates', RATES],
  ['Times', TIMES],
  ['Sound', SOUNDS],
  ['Other streams', STREAMS],
  ['Containers', CONTAINERS],
  ['Damaged files', DAMAGE],
  ['Files that are no videos', OTHER_FILES],
];
