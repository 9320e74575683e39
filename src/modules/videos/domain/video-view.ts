import type { UserId, VideoId } from '#kernel/id';
import type { Manifest } from './manifest';
import type { MediaFacts, ProcessingError } from './media-facts';
import type { VideoStatus } from './video-status';

/** A video as one screen shows it. */
export interface VideoView {
  readonly id: VideoId;
  readonly ownerId: UserId;
  readonly title: string;
  readonly description: string;
  readonly tags: readonly string[];
  readonly visibility: 'private' | 'unlisted' | 'public';
  readonly originalFilename: string;
  readonly format: string;
  readonly contentType: string;
  readonly fileSizeBytes: number;
  readonly originalKey: string;
  readonly checksumSha256: string | null;
  readonly status: VideoStatus;
  readonly runId: string | null;
  readonly processingError: ProcessingError | null;
  readonly warnings: readonly string[];
  readonly manifest: Manifest | null;
  readonly media: MediaFacts | null;
  /** Links from before this moment open nothing. */
  readonly playbackRevokedAt: Date | null;
  readonly editVersion: number;
  readonly stateVersion: number;
  readonly recordedAt: Date | null;
  readonly uploadedAt: Date | null;
  readonly processingStartedAt: Date | null;
  readonly processingCompletedAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** `e` is what If-Match speaks of; `s` rises with everything else that an answer shows. */
export function etagOf({
  editVersion,
  stateVersion,
}: Pick<VideoView, 'editVersion' | 'stateVersion'>): string {
  return `"e${String(editVersion)}.s${String(stateVersion)}"`;
}
