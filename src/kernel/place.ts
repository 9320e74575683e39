import type { MallId, PinId } from './id';

/** Where a video belongs: to nobody's mall, to a mall, or to one of its cameras. */
export interface Place {
  readonly mallId: MallId | null;
  readonly pinId: PinId | null;
}

export const NOWHERE: Place = { mallId: null, pinId: null };
