import type { VideoStream } from './media-info';

/** By what numbers brightness and colour are taken apart, in the words of ffmpeg's scaler. */
const MATRICES = ['bt709', 'bt601', 'bt2020', 'smpte240m'] as const;
export type ColourMatrix = (typeof MATRICES)[number];

const BY_NAME: Readonly<Record<string, ColourMatrix>> = {
  bt709: 'bt709',
  smpte170m: 'bt601',
  bt470bg: 'bt601',
  fcc: 'bt601',
  smpte240m: 'smpte240m',
  bt2020nc: 'bt2020',
  bt2020c: 'bt2020',
};

/** Where a file does not say it, players go by the size: what television had before HD is bt601. */
export function matrixOf({ colour, coded }: Pick<VideoStream, 'colour' | 'coded'>): ColourMatrix {
  const named = colour.space === null ? undefined : BY_NAME[colour.space];
  return named ?? (coded.width >= 1280 || coded.height > 576 ? 'bt709' : 'bt601');
}

/** As an argument: one of the constants above, whatever it was called with. */
export function matrixOption(matrix: ColourMatrix): string {
  const known = MATRICES.find((each) => each === matrix);
  if (known === undefined) throw new RangeError('no such colour matrix');
  return known;
}
