/** What the filters measured on a small copy of a frame; 0 to 255 in the full range. */
export interface FrameMeasures {
  readonly meanLuma: number;
  /** The 10th and the 90th of a hundred. */
  readonly lowLuma: number;
  readonly highLuma: number;
  /** Wider edges are higher. */
  readonly blur: number;
  /** Bits a pixel, 0 to 8: how much there is to see. */
  readonly entropy: number;
}

const KEYS: Readonly<Record<keyof FrameMeasures, string>> = {
  meanLuma: 'lavfi.signalstats.YAVG',
  lowLuma: 'lavfi.signalstats.YLOW',
  highLuma: 'lavfi.signalstats.YHIGH',
  blur: 'lavfi.blur',
  entropy: 'lavfi.entropy.entropy.normal.Y',
};

/** Without a single edge there is no width of edges to measure: as blurred as can be. */
const BLUR_WITHOUT_EDGES = 50;

/** Null unless everything was measured that a score needs. */
export function readMeasures(text: string): FrameMeasures | null {
  const values = new Map(
    text.split('\n').map((line): [string, number] => {
      const [key = '', value = ''] = line.trim().split('=', 2);
      return [key, Number(value)];
    }),
  );
  const valueOf = (name: keyof FrameMeasures) => values.get(KEYS[name]) ?? NaN;
  const blur = valueOf('blur');
  const measures = {
    meanLuma: valueOf('meanLuma'),
    lowLuma: valueOf('lowLuma'),
    highLuma: valueOf('highLuma'),
    blur: Number.isFinite(blur) ? blur : BLUR_WITHOUT_EDGES,
    entropy: valueOf('entropy'),
  };
  return Object.values(measures).every(Number.isFinite) ? measures : null;
}

const BLACK_LUMA = 28;
const FLAT_SPREAD = 24;
const DIM_LUMA = 45;
const GLARING_LUMA = 200;
const SHARP_BLUR = 5;
/** Blurring can add three bits of entropy, since between two colours come all that lie between; it must not win by that. */
const BLUR_WEIGHT = 2;

/** Nothing is to be seen in it: black, white, or one colour. */
export function isBlank(measures: FrameMeasures): boolean {
  return measures.meanLuma < BLACK_LUMA || measures.highLuma - measures.lowLuma < FLAT_SPREAD;
}

/** Higher is better. The order counts only between equals: earlier is better then. */
export function scoreOf(measures: FrameMeasures, order: number): number {
  const isHardToSee = measures.meanLuma < DIM_LUMA || measures.meanLuma > GLARING_LUMA;
  return (
    10 * measures.entropy -
    BLUR_WEIGHT * Math.max(0, measures.blur - SHARP_BLUR) -
    (isHardToSee ? 2 : 0) -
    (isBlank(measures) ? 100 : 0) -
    0.02 * order
  );
}
