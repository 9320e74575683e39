/** What a probe of an original found, as people see it: rotation and pixel shape applied. */
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
