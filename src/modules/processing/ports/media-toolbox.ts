import type { MediaFacts } from '../domain/media-facts';
import type { RenderedMedia } from '../domain/rendered-media';

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

/** What this machine works with. */
export interface ToolFacts {
  readonly isUsable: boolean;
  /** One sentence each: why not, or what of the configuration is left out. */
  readonly problems: readonly string[];
  readonly ffmpeg: string | null;
  readonly ffprobe: string | null;
  readonly canToneMap: boolean;
  readonly undecodableCodecs: readonly string[];
  /** By protection: the command that gives it, or why there is none. */
  readonly sandbox: Readonly<Record<string, string>>;
}

export interface RenderWishes {
  readonly signal: AbortSignal;
  /** From 0 to 1, never back. */
  readonly report: (fraction: number) => void;
  /** Names of renditions, where nothing else is wanted. */
  readonly only?: readonly string[];
}

/** What is done with a media file on this machine's disk. Throws PermanentFailure for what the same bytes will do again. */
export abstract class MediaToolbox {
  /** Looks anew unless the tools were found to be good before. */
  abstract inspect(): Promise<ToolFacts>;
  abstract lookInto(file: string, signal: AbortSignal): Promise<LookedInto>;
  abstract paintThumbnail(file: string, signal: AbortSignal): Promise<Picture>;
  /** Everything of a video by one decode; the files are gone when `use` is done. */
  abstract render<T>(
    file: string,
    wishes: RenderWishes,
    use: (made: RenderedMedia) => Promise<T>,
  ): Promise<T>;
}
