import type { Kind } from './kind';
import { DAMAGE, OTHER_FILES } from './kinds-of-damage';
import { CODECS, HDR, SIZES } from './kinds-of-pictures';
import { CONTAINERS, SOUNDS, STREAMS } from './kinds-of-streams';
import { RATES, TIMES } from './kinds-of-times';

/** What fails, what is odd, and one of each container: enough to see that doors do not differ. */
const TELLING_FILES: ReadonlySet<string> = new Set([
  ...['turned-90.mp4', 'impossible.mkv', 'vp8.webm', 'cinepak.avi', 'pq.mp4', 'uneven.mp4', 'one-frame.avi'],
  ...[
    'lying.mp4',
    'live.webm',
    'usual-language.mkv',
    'unsung.mp4',
    'unheard.avi',
    'cover-first.mp4',
    'many.mkv',
  ],
  ...[
    'too-many.mkv',
    'only-cover.mp4',
    'unseen.mp4',
    'sound.mp4',
    'index-behind.mp4',
    'hybrid.mov',
    'named.mp4',
  ],
  ...['plain.mov', 'plain.mkv', 'plain.avi', 'cut-50-behind.mp4', 'cut-25.mp4', 'cut-75.mkv', 'zeros.mp4'],
  ...['hollow.mp4', 'noise.mp4', 'encrypted.mp4', 'empty.mp4', 'text.mp4', 'stream.mp4', 'matroska.mp4'],
]);

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

export const TELLING: readonly Kind[] = CORPUS.flatMap(([, kinds]) => kinds).filter(({ file }) =>
  TELLING_FILES.has(file),
);
