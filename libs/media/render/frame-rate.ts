import type { Rational, VideoStream } from '../probe/media-info';

export const HIGHEST_RATE = 60;
/** For a still picture with sound, or a file that tells no rate that could be. */
const FALLBACK: Rational = { numerator: 25, denominator: 1 };
const LOWEST: Rational = { numerator: 1, denominator: 1 };
const STANDARD: readonly Rational[] = [
  { numerator: 10, denominator: 1 },
  { numerator: 12, denominator: 1 },
  { numerator: 15, denominator: 1 },
  { numerator: 24000, denominator: 1001 },
  { numerator: 24, denominator: 1 },
  { numerator: 25, denominator: 1 },
  { numerator: 30000, denominator: 1001 },
  { numerator: 30, denominator: 1 },
  { numerator: 48, denominator: 1 },
  { numerator: 50, denominator: 1 },
  { numerator: 60000, denominator: 1001 },
  { numerator: 60, denominator: 1 },
];
/** Rates that differ by less are one rate, told twice. */
const SAME = 0.005;
/** A rate that is claimed but seldom reached would fill the output with repetitions. */
const MOSTLY_REPETITIONS = 1.5;

export function framesPerSecond({ numerator, denominator }: Rational): number {
  return numerator / denominator;
}

/** The constant rate of the output: the source's own, exactly, at most 60; each second frame where it has more. */
export function outputRate({ averageFrameRate, nominalFrameRate }: VideoStream): Rational {
  return atMost(atLeastOne(steady(plausible(averageFrameRate), plausible(nominalFrameRate))), HIGHEST_RATE);
}

/** Every n-th frame, so that the frames of a slower output are frames of the faster one. */
export function atMost(rate: Rational, highest: number): Rational {
  const every = Math.ceil(framesPerSecond(rate) / highest - SAME);
  return every <= 1 ? rate : { numerator: rate.numerator, denominator: rate.denominator * every };
}

function steady(average: Rational | null, nominal: Rational | null): Rational {
  if (average === null) return nominal ?? FALLBACK;
  const mean = framesPerSecond(average);
  const claimed = nominal === null ? Infinity : framesPerSecond(nominal);
  if (nominal !== null && Math.abs(mean / claimed - 1) < SAME) return nominal;
  // Frames come at uneven times: a grid that is fine enough for most of them.
  if (nominal !== null && claimed > mean && claimed <= mean * MOSTLY_REPETITIONS) return nominal;
  return STANDARD.find((rate) => framesPerSecond(rate) >= mean * (1 - SAME)) ?? average;
}

function plausible(rate: Rational | null): Rational | null {
  return rate !== null && framesPerSecond(rate) <= 1_000 && framesPerSecond(rate) > 0 ? rate : null;
}

function atLeastOne(rate: Rational): Rational {
  return framesPerSecond(rate) < 1 ? LOWEST : rate;
}
