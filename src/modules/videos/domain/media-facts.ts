/** What the probe found, as shown: rotation and pixel shape applied. */
export interface MediaFacts {
  readonly durationSeconds: number;
  readonly width: number;
  readonly height: number;
  readonly rotation: number;
  /** Average rate. */
  readonly fps: number;
  readonly codec: string;
  readonly audioCodec: string | null;
  readonly bitRate: number | null;
  readonly hdr: 'none' | 'pq' | 'hlg';
  readonly streams: number;
}

export interface ProcessingError {
  readonly code: string;
  /** For people. */
  readonly message: string;
  /** Trying again cannot help. */
  readonly permanent: boolean;
}
