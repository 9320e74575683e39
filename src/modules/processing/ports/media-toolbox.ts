import type { MediaFacts } from '../domain/media-facts';

export interface LookedInto {
  readonly facts: MediaFacts;
  /** Where the file came from, as far as it tells. */
  readonly provenance: object;
}

export interface Picture {
  readonly jpeg: Buffer;
  readonly width: number;
  readonly height: number;
}

/** What is done with a media file on this machine's disk. Throws PermanentFailure for what the same bytes will do again. */
export abstract class MediaToolbox {
  abstract lookInto(file: string, signal: AbortSignal): Promise<LookedInto>;
  abstract paintThumbnail(file: string, signal: AbortSignal): Promise<Picture>;
}
