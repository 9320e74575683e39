import type { VideoId } from '#kernel/id';
import type { Track, TrackOutline } from '../domain/track';

/** What players are told of the versions of a video. */
export abstract class VideoTracks {
  /** In the transaction that finishes the work; what an earlier try of the same version wrote is replaced. */
  abstract write(videoId: VideoId, version: number, tracks: readonly Track[]): Promise<void>;
  /** Of a version that will not be published. */
  abstract drop(videoId: VideoId, version: number): Promise<void>;
  /** Of a version that was published: those of the versions before it go. */
  abstract dropBefore(videoId: VideoId, version: number): Promise<void>;
  /** Into a version that builds on an earlier one, beside what it has itself. */
  abstract carryOver(
    videoId: VideoId,
    versions: { readonly from: number; readonly to: number },
  ): Promise<void>;
  /** In the order in which players should choose. */
  abstract list(videoId: VideoId, version: number): Promise<readonly TrackOutline[]>;
  abstract find(videoId: VideoId, version: number, name: string): Promise<Track | null>;
}
