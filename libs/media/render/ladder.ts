import type { Size } from '../probe/media-info';

/** Short sides below the source's own; 1440 only where the source has clearly more than 1080. */
const STEPS: readonly number[] = [1440, 1080, 720, 480, 360];
const LARGEST_SHORT_SIDE = 2160;
/** A step that is nearly the size of the one above is bytes for nothing. */
const CLEARLY_SMALLER = 0.9;

export function shortSide({ width, height }: Size): number {
  return Math.min(width, height);
}

/** Every size that a source is offered in, the largest first: its own, and the steps that are clearly below it. */
export function ladderOf(shown: Size): readonly Size[] {
  const top = withShortSide(shown, Math.min(shortSide(shown), LARGEST_SHORT_SIDE));
  const own = shortSide(top);
  const below = STEPS.filter((step) => step < own * CLEARLY_SMALLER && (step !== 1440 || own > 1080));
  return [top, ...below.map((step) => withShortSide(shown, step))];
}

/** Never larger than the source, even on both sides, since colour is kept for two by two pixels. */
export function withShortSide(source: Size, wanted: number): Size {
  const factor = Math.min(1, wanted / shortSide(source));
  return { width: even(source.width * factor), height: even(source.height * factor) };
}

function even(length: number): number {
  return Math.max(2, 2 * Math.round(length / 2 - 1e-6));
}
