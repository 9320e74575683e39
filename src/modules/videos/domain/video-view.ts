import type { MallId, PinId, UserId, VideoId } from '#kernel/id';
import type { Manifest, ManifestFile } from './manifest';
import type { MediaFacts, ProcessingError } from './media-facts';
import type { VideoStatus } from './video-status';

export const VISIBILITIES = ['private', 'unlisted', 'public'] as const;
export type Visibility = (typeof VISIBILITIES)[number];

/** A video as a list shows it. */
export interface VideoItem {
  readonly id: VideoId;
  readonly ownerId: UserId;
  readonly mallId: MallId | null;
  readonly pinId: PinId | null;
  readonly title: string;
  readonly tags: readonly string[];
  readonly visibility: Visibility;
  readonly originalFilename: string;
  readonly fileSizeBytes: number;
  readonly durationSeconds: number | null;
  readonly status: VideoStatus;
  readonly hasProxy: boolean;
  readonly thumbnail: ManifestFile | null;
  /** Links from before this moment open nothing. */
  readonly playbackRevokedAt: Date | null;
  readonly recordedAt: Date | null;
  readonly uploadedAt: Date | null;
  readonly createdAt: Date;
}

/** With what its camera is called. */
export type Named<Video> = Video & { readonly pinName: string | null };

/** A video as one screen shows it. */
export interface VideoView extends VideoItem {
  readonly description: string;
  /** Null for who may not read them. */
  readonly operatorNotes: string | null;
  readonly format: string;
  readonly contentType: string;
  readonly originalKey: string;
  readonly checksumSha256: string | null;
  readonly runId: string | null;
  readonly processingError: ProcessingError | null;
  readonly warnings: readonly string[];
  readonly manifest: Manifest | null;
  readonly media: MediaFacts | null;
  readonly moderationStatus: 'none' | 'pending' | 'approved' | 'rejected';
  readonly viewCount: number;
  readonly editVersion: number;
  readonly stateVersion: number;
  readonly processingStartedAt: Date | null;
  readonly processingCompletedAt: Date | null;
  readonly updatedAt: Date;
}
