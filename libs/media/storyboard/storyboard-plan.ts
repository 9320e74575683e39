import type { Size } from '../probe/media-info';

export interface StoryboardPlan {
  readonly tile: Size;
  readonly columns: number;
  readonly rows: number;
  readonly tiles: number;
  /** Every n-th sample becomes a tile. */
  readonly everySamples: number;
  readonly intervalSeconds: number;
}

const LONG_SIDE = 160;
const SIDE_TILES = 10;
const MOST_TILES = 720;
const STEPS: readonly number[] = [1, 2, 5, 10, 20, 30, 60];

/** Sheets of at most 10 by 10 little pictures; the longer the video, the farther apart, so that there are never many sheets. */
export function planStoryboard(samples: {
  readonly size: Size;
  readonly count: number;
  readonly everySeconds: number;
}): StoryboardPlan {
  const everySamples =
    STEPS.find((step) => samples.count / step <= MOST_TILES) ?? Math.ceil(samples.count / MOST_TILES);
  const tiles = Math.max(1, Math.ceil(samples.count / everySamples));
  return {
    tile: tileSize(samples.size),
    columns: Math.min(SIDE_TILES, tiles),
    rows: Math.min(SIDE_TILES, Math.ceil(tiles / SIDE_TILES)),
    tiles,
    everySamples,
    intervalSeconds: everySamples * samples.everySeconds,
  };
}

export function sheetsOf({ tiles, columns, rows }: StoryboardPlan): number {
  return Math.ceil(tiles / (columns * rows));
}

function tileSize({ width, height }: Size): Size {
  const factor = LONG_SIDE / Math.max(width, height);
  const even = (length: number) => Math.max(2, 2 * Math.round((length * factor) / 2));
  return { width: even(width), height: even(height) };
}
