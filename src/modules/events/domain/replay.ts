import type { ResyncReason } from './video-event';

/** More than this is read faster from the lists than from here. */
export const MOST_REPLAYED = 10_000;

export interface RememberedSpan {
  readonly forgottenTo: number;
  readonly head: number;
}

/** Why a listener that heard everything up to `after` cannot be told the rest; null when it can. */
export function resyncReason(after: number, { forgottenTo, head }: RememberedSpan): ResyncReason | null {
  if (after > head) return 'unknown_position';
  return after < forgottenTo ? 'forgotten' : null;
}
