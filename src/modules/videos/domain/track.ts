/** Where a piece lies in its object, and how long it plays. */
export interface TrackSegment {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly durationSeconds: number;
}

/** One stream of a published version, as one object that players read in ranges. */
export interface Track {
  /** `720p`, `720p-av1`, `sound`. */
  readonly name: string;
  readonly key: string;
  readonly sizeBytes: number;
  /** As players are told: RFC 6381. */
  readonly codec: string;
  /** Null for sound. */
  readonly picture: { readonly width: number; readonly height: number; readonly fps: number } | null;
  readonly peakBitRate: number;
  readonly averageBitRate: number;
  /** What a player reads before the first segment. */
  readonly headBytes: number;
  readonly segments: readonly TrackSegment[];
}

/** What a list of tracks needs; a long video has a great many segments. */
export type TrackOutline = Omit<Track, 'segments' | 'headBytes'>;
