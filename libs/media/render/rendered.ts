import type { FragmentedTrack } from '../fragments/read-fragments';
import type { ProxyPlan, RenditionPlan, SamplesPlan } from './render-plan';

export interface MadeTrack {
  readonly file: string;
  readonly track: FragmentedTrack;
}

export interface MadeRendition extends MadeTrack {
  readonly plan: RenditionPlan;
  readonly frames: number;
}

/** What was taken in front of every filter: each frame of the source, small and grey, with its time. */
export interface MadeTap {
  readonly file: string;
  readonly timesSeconds: readonly number[];
  readonly stills: readonly string[];
}

/** The outputs of one decode, in a folder that is gone when whoever uses them is done. */
export interface Rendered {
  readonly renditions: readonly MadeRendition[];
  readonly audio: MadeTrack | null;
  readonly proxy: { readonly plan: ProxyPlan; readonly file: string; readonly sizeBytes: number } | null;
  readonly samples: { readonly plan: SamplesPlan; readonly file: string; readonly count: number } | null;
  readonly tap: MadeTap | null;
  /** Names of outputs that could not be made of this source. */
  readonly missing: readonly string[];
  /** How much of the picture was there: 1 for a whole file. */
  readonly decodedShare: number;
}
