import type { InputKind } from '../input/input-arguments';
import type { InputLimits } from '../input/input-limits';
import type { HdrKind, MediaInfo, Size } from '../probe/media-info';

/**
 * `keyframes` costs the same for ten seconds and for ten hours. `exact` decodes up to the wanted moment: for videos that
 * have their keyframes where nothing is to be seen.
 */
export type SeekMode = 'keyframes' | 'exact';

export interface ThumbnailPlan {
  readonly kind: InputKind;
  readonly limits: InputLimits;
  readonly seek: SeekMode;
  readonly momentsSeconds: readonly number[];
  readonly size: Size;
  /** What has to be mapped to the range of an ordinary screen; `none` also where the filters for it are missing. */
  readonly toneMapFrom: HdrKind;
}

const LARGEST: Size = { width: 1280, height: 720 };
const CANDIDATES = 8;
const FIRST_AT_MOST_SECONDS = 1;
/** For a file that does not say how long it is: some of these are in it. */
const GUESSES: readonly number[] = [0, 0.5, 1, 2, 4, 8, 16, 32];

export function planThumbnail(info: MediaInfo, limits: InputLimits, canToneMap: boolean): ThumbnailPlan {
  return {
    kind: info.family,
    limits,
    seek: 'keyframes',
    momentsSeconds: spreadMoments(info.durationSeconds),
    size: fitInside(info.video.shown, LARGEST),
    toneMapFrom: canToneMap ? info.video.colour.hdr : 'none',
  };
}

/** The same moments, but found exactly; the first at the very start, which exists even where the duration is a lie. */
export function exactly(plan: ThumbnailPlan): ThumbnailPlan {
  return { ...plan, seek: 'exact', momentsSeconds: [0, ...plan.momentsSeconds.slice(1)] };
}

/** Pixels that the decoders of one process may hold frames of: eight of 4K, or one of the largest that is accepted. */
const PIXELS_AT_ONCE = 8 * 3840 * 2160;

/** Each moment has a decoder of its own with several frames in it: large pictures are taken in several runs. */
export function inBatches(plan: ThumbnailPlan, coded: Size): readonly ThumbnailPlan[] {
  const atOnce = Math.max(1, Math.floor(PIXELS_AT_ONCE / (coded.width * coded.height)));
  const batches: ThumbnailPlan[] = [];
  for (let start = 0; start < plan.momentsSeconds.length; start += atOnce) {
    batches.push({ ...plan, momentsSeconds: plan.momentsSeconds.slice(start, start + atOnce) });
  }
  return batches;
}

function spreadMoments(durationSeconds: number | null): readonly number[] {
  if (durationSeconds === null) return GUESSES;
  return Array.from({ length: CANDIDATES }, (_, index) => {
    const moment = (durationSeconds * (index + 0.5)) / CANDIDATES;
    return index === 0 ? Math.min(moment, FIRST_AT_MOST_SECONDS) : moment;
  });
}

/** Even, since colour is kept for two by two pixels; never larger than the source but for a single odd pixel. */
export function fitInside(source: Size, largest: Size): Size {
  const factor = Math.min(1, largest.width / source.width, largest.height / source.height);
  return { width: even(source.width * factor), height: even(source.height * factor) };
}

function even(length: number): number {
  return Math.max(2, 2 * Math.floor((length + 1e-6) / 2));
}
