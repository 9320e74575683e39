/** What a version of a video consists of: readers follow these names and no others, so a version appears whole. */
export interface Manifest {
  readonly version: number;
  readonly thumbnail: ManifestFile;
  readonly proxy: ManifestFile | null;
  readonly renditions: readonly Rendition[];
}

export interface ManifestFile {
  readonly key: string;
  readonly sizeBytes: number;
  readonly contentType: string;
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

export function keysOf(manifest: Manifest): string[] {
  return [manifest.thumbnail.key, ...(manifest.proxy === null ? [] : [manifest.proxy.key])];
}
