import type { ColourMatrix } from '../probe/colour-matrix';
import type { InputKind } from '../input/input-arguments';
import type { InputLimits } from '../input/input-limits';
import type { HdrKind, Rational, Size } from '../probe/media-info';

/** Codecs beside H.264, which is always there. */
export const EXTRA_CODECS = ['av1', 'hevc'] as const;
export type ExtraCodec = (typeof EXTRA_CODECS)[number];
export const RENDITION_CODECS = ['h264', ...EXTRA_CODECS] as const;
export type RenditionCodec = (typeof RENDITION_CODECS)[number];

/** One picture stream of the ladder, a fragmented file of its own. */
export interface RenditionPlan {
  /** `720p`, `720p-av1`: a name of ours, unique in the plan. */
  readonly name: string;
  readonly codec: RenditionCodec;
  readonly size: Size;
  readonly frameRate: Rational;
  /** Frames from keyframe to keyframe: the same time in every rendition. */
  readonly groupFrames: number;
  readonly peakKilobits: number;
}

/** A small copy for editors, as one plain file. */
export interface ProxyPlan {
  readonly size: Size;
  readonly frameRate: Rational;
  readonly peakKilobits: number;
  readonly audioKilobits: number;
}

/** Pictures at a steady distance, of which storyboards are made. */
export interface SamplesPlan {
  readonly size: Size;
  readonly everySeconds: number;
}

/** What detection lives on, taken before any frame is dropped or doubled. */
export interface TapPlan {
  /** Numbers of the frames that are kept at full size. */
  readonly stills: readonly number[];
}

/** Everything that one decode of one source makes. Plain data: it can be stored, compared, and cut into parts. */
export interface RenderPlan {
  readonly kind: InputKind;
  readonly limits: InputLimits;
  readonly threads: number;
  readonly toneMapFrom: HdrKind;
  /**
   * What every frame is brought to before anything else sees it, since sources change their size on the way. Null where a
   * matrix turns the frames: filters that ffmpeg puts in front for that are made for one size.
   */
  readonly steadySize: Size | null;
  /** How the source makes colours of its numbers; outputs all do it as bt709 does. */
  readonly matrix: ColourMatrix;
  readonly isInterlaced: boolean;
  /** Index of the audio stream, or null for a silent video. */
  readonly audioIndex: number | null;
  /** The largest first. */
  readonly renditions: readonly RenditionPlan[];
  /** The audio of the ladder, in a file of its own. */
  readonly hasAudioRendition: boolean;
  readonly proxy: ProxyPlan | null;
  readonly samples: SamplesPlan | null;
  readonly tap: TapPlan | null;
}

export const TAP_SIZE: Size = { width: 72, height: 40 };
export const AUDIO_RATE = 48_000;
