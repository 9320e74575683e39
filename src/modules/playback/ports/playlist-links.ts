import type { VideoId } from '#kernel/id';

/** What a playlist link opens: one version of one video, and nothing beside it. */
export interface PlaylistPlace {
  readonly videoId: VideoId;
  readonly version: number;
  /** `master.m3u8`, `720p.m3u8`, `storyboard.vtt`. */
  readonly name: string;
}

export interface PlaylistGrant extends PlaylistPlace {
  readonly signedAt: Date;
  readonly expiresAt: Date;
}

export interface UsedPlaylistLink {
  readonly place: PlaylistPlace;
  readonly query: Readonly<Record<string, unknown>>;
}

/** Links to the small texts that players read first. No header is needed to follow one. */
export abstract class PlaylistLinks {
  abstract sign(grant: PlaylistGrant): string;
  /** When the link was signed and until when it is good; PLAYBACK_LINK_INVALID for what is not ours or is over. */
  abstract verify(link: UsedPlaylistLink): { readonly signedAt: Date; readonly expiresAt: Date };
}
