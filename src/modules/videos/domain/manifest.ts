/** What a version of a video consists of: readers follow these names and no others, so a version appears whole. */
export interface Manifest {
  readonly version: number;
  readonly thumbnail: ManifestFile;
  readonly proxy: ManifestFile | null;
  readonly storyboard: Storyboard | null;
  readonly renditions: readonly Rendition[];
}

export interface ManifestFile {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
}

/** Little pictures on sheets, in rows, one after the other. */
export interface Storyboard {
  readonly sheets: readonly string[];
  readonly tileWidth: number;
  readonly tileHeight: number;
  readonly columns: number;
  readonly rows: number;
  readonly tiles: number;
  readonly intervalSeconds: number;
}

export interface Rendition {
  readonly name: string;
  readonly width: number;
  readonly height: number;
  readonly fps: number;
  readonly codec: string;
  readonly bitRate: number;
  readonly status: 'ready' | 'missing';
}
