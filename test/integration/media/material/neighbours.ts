import { ForbiddenGround } from '../../../support/forbidden-ground';
import { AAC, H264, makeClip, SOUND } from './clips';

/** A size that no other clip has: where it appears, the neighbour was read. */
export const NEIGHBOUR = { width: 98, height: 74 };
const PICTURE = [
  '-f',
  'lavfi',
  '-i',
  `testsrc=s=${String(NEIGHBOUR.width)}x${String(NEIGHBOUR.height)}:r=10:d=1`,
];

/** Films that belong to somebody else and lie in the same folder: for players of segments, and for all others. */
export interface Neighbours {
  readonly segment: string;
  readonly film: string;
  readonly ground: ForbiddenGround;
}

export async function neighboursIn(folder: string): Promise<Neighbours> {
  const make = (name: string) => makeClip(folder, name, [...PICTURE, ...SOUND, ...H264, ...AAC, '-t', '1']);
  const [segment, film] = [make('neighbour.ts'), make('neighbour.mp4')];
  return { segment, film, ground: await ForbiddenGround.with(segment, film) };
}
