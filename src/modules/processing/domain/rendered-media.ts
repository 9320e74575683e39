import type { MediaFacts } from './media-facts';

/** Frames come on a grid, and sound in blocks. */
const SECONDS_OFF = 0.3;
const SHARE_OFF = 0.02;

export interface MadeSegment {
  readonly offset: number;
  readonly sizeBytes: number;
  readonly durationSeconds: number;
}

/** One stream for players, as a file on this machine's disk. */
export interface MadeTrack {
  readonly name: string;
  readonly file: string;
  readonly sizeBytes: number;
  readonly codec: string;
  readonly picture: { readonly width: number; readonly height: number; readonly fps: number } | null;
  readonly peakBitRate: number;
  readonly averageBitRate: number;
  readonly headBytes: number;
  readonly segments: readonly MadeSegment[];
}

export interface MadeRendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: string;
  readonly bitRate: number;
  readonly status: 'ready' | 'missing';
}

export interface MadeFile {
  readonly file: string;
  readonly sizeBytes: number;
}

export interface MadeStoryboard {
  readonly sheets: readonly Buffer[];
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly columns: number;
  readonly rows: number;
  readonly tiles: number;
  readonly intervalSeconds: number;
}

/** Everything that one decode made of a video, while it lies on this machine's disk. */
export interface RenderedMedia {
  readonly facts: MediaFacts;
  readonly tracks: readonly MadeTrack[];
  /** As planned, with what of it is missing. */
  readonly renditions: readonly MadeRendition[];
  readonly proxy: MadeFile | null;
  readonly storyboard: MadeStoryboard | null;
  /** For analyses that come later: grey pictures of every frame, some whole frames, pictures of every second. */
  readonly evidence: { readonly tap: MadeFile; readonly stills: MadeFile; readonly samples: MadeFile } | null;
  /** For owners: what is worth knowing though the video plays. */
  readonly warnings: readonly string[];
}

/** What a file says of its duration is believed as far as what plays bears it out. */
export function playedSeconds({ facts, tracks }: Pick<RenderedMedia, 'facts' | 'tracks'>): number {
  const played = Math.max(
    ...tracks.map(({ segments }) => segments.reduce((sum, { durationSeconds }) => sum + durationSeconds, 0)),
  );
  const isBorneOut = Math.abs(facts.durationSeconds - played) <= Math.max(SECONDS_OFF, played * SHARE_OFF);
  return isBorneOut ? facts.durationSeconds : played;
}
