import type { Fragment, FragmentedTrack } from '../fragments/read-fragments';

/** A piece of an object that plays for a while. */
export interface HlsSegment {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly durationSeconds: number;
}

/** One object of a track: a whole file, or what one worker made of a long video. */
export interface HlsChunk<Place> {
  readonly place: Place;
  readonly headBytes: number;
  readonly segments: readonly HlsSegment[];
}

const SEGMENT_SECONDS = 4;
/** 2 s at 30000/1001 frames are 2.002 s; two groups make a segment all the same. */
const NEARLY_SECONDS = 0.1;

/** Fragments, put together into pieces of about four seconds: few lines in a playlist, few requests. */
export function segmentsOf({ fragments, timescale }: FragmentedTrack): readonly HlsSegment[] {
  const segments: HlsSegment[] = [];
  let open: HlsSegment | null = null;
  for (const fragment of fragments) {
    open = longer(open, fragment, fragment.durationTicks / timescale);
    if (open.durationSeconds < SEGMENT_SECONDS - NEARLY_SECONDS) continue;
    segments.push(open);
    open = null;
  }
  return open === null ? segments : [...segments, open];
}

function longer(segment: HlsSegment | null, { offset, sizeBytes }: Fragment, seconds: number): HlsSegment {
  return segment === null
    ? { offset, sizeBytes, durationSeconds: seconds }
    : {
        offset: segment.offset,
        sizeBytes: segment.sizeBytes + sizeBytes,
        durationSeconds: segment.durationSeconds + seconds,
      };
}
