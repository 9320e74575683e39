export const STREAM_TYPES = ['proxy', 'original', 'hls'] as const;
export type StreamType = (typeof STREAM_TYPES)[number];

export const PLAYLIST_TYPE = 'application/vnd.apple.mpegurl';

/** What a viewer is sent to: one file, or a list of playlists of a version. */
export type Source =
  | {
      readonly kind: 'file';
      readonly key: string;
      readonly contentType: string;
      readonly sizeBytes: number;
      /** Original files are saved under the name that they came with. */
      readonly downloadName?: string;
    }
  | { readonly kind: 'hls'; readonly version: number };
