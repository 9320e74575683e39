import type { MadeRendition } from './rendered-media';

/** What steps leave in the record for those that come after them. */
export interface ThumbnailResult {
  readonly key: string;
  readonly size_bytes: number;
  readonly content_type: string;
  readonly width: number;
  readonly height: number;
}

interface ResultFile {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

export interface RenderResult {
  readonly proxy: ResultFile;
  readonly storyboard: {
    readonly sheets: readonly string[];
    readonly tileWidth: number;
    readonly tileHeight: number;
    readonly columns: number;
    readonly rows: number;
    readonly tiles: number;
    readonly intervalSeconds: number;
  } | null;
  readonly renditions: readonly MadeRendition[];
  readonly warnings: readonly string[];
  /** How long it plays. */
  readonly duration_seconds: number;
  /** Every object of this version. */
  readonly keys: readonly string[];
}

export interface AdditionsResult {
  /** As they were asked for, with what of it is missing. */
  readonly renditions: readonly MadeRendition[];
  readonly keys: readonly string[];
}
