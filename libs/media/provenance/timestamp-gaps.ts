/** So many frames in a row that each last so long, in units of the track. */
export interface SampleRun {
  readonly samples: number;
  readonly delta: number;
}

export interface TimestampGaps {
  readonly count: number;
  readonly longestSeconds: number;
}

/** A frame that stands this much longer than is usual in its track, and this long at least. */
const TIMES_USUAL = 3;
const SHORTEST_SECONDS = 0.5;

/** The last frame is left out: many writers give it the rest of the sound's length. */
export function gapsIn(runs: readonly SampleRun[], timescale: number): TimestampGaps {
  const usual = usualDelta(runs);
  const shortest = Math.max(usual * TIMES_USUAL, SHORTEST_SECONDS * timescale);
  let count = 0;
  let longest = 0;
  runs.forEach(({ samples, delta }, index) => {
    const counted = index === runs.length - 1 ? samples - 1 : samples;
    if (delta < shortest || counted < 1) return;
    count += counted;
    longest = Math.max(longest, delta);
  });
  return { count, longestSeconds: longest / timescale };
}

function usualDelta(runs: readonly SampleRun[]): number {
  const samplesByDelta = new Map<number, number>();
  for (const { samples, delta } of runs) {
    samplesByDelta.set(delta, (samplesByDelta.get(delta) ?? 0) + samples);
  }
  const [usual] = [...samplesByDelta].sort(([, a], [, b]) => b - a);
  return usual?.[0] ?? 0;
}
