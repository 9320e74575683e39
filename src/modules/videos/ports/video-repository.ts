import type { RunId, UserId, VideoId } from '#kernel/id';
import type { Place } from '#kernel/place';
import type { Manifest } from '../domain/manifest';
import type { MediaFacts, ProcessingError } from '../domain/media-facts';
import type { VideoEdits } from '../domain/video-edits';
import type { VideoStatus } from '../domain/video-status';

export interface NewVideo extends Place {
  readonly id: VideoId;
  readonly ownerId: UserId;
  readonly title: string;
  readonly originalFilename: string;
  readonly format: string;
  readonly contentType: string;
  readonly fileSizeBytes: number;
  readonly originalKey: string;
  readonly recordedAt: Date | null;
}

/** What commands need to know of a video before they change it. */
export interface VideoState extends Place {
  readonly id: VideoId;
  readonly ownerId: UserId;
  readonly status: VideoStatus;
  readonly runId: RunId | null;
  readonly originalKey: string;
  readonly contentType: string;
  readonly format: string;
  readonly fileSizeBytes: number;
  readonly publishedVersion: number | null;
  readonly tags: readonly string[];
  readonly editVersion: number;
  readonly deletedFor: 'withdrawn' | 'deletion' | 'deletion_keeping_files' | null;
}

export interface VideoInProcessing {
  readonly id: VideoId;
  readonly runId: RunId;
}

export interface ConfirmedUpload {
  readonly fileSizeBytes: number;
  readonly runId: RunId;
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
}

export interface PublishedVersion {
  readonly manifest: Manifest;
  /** What is worth knowing though it is no error. */
  readonly warnings: readonly string[];
  /** As it plays. */
  readonly durationSeconds: number;
}

/** The write side. Verbs answer whether they changed anything: false means that somebody else was first. */
export abstract class VideoRepository {
  abstract insertPending(video: NewVideo): Promise<void>;
  abstract find(id: VideoId): Promise<VideoState | null>;
  /** As find, and holds the row until the transaction ends. */
  abstract lock(id: VideoId): Promise<VideoState | null>;
  /** In the order of their ids, from beyond one on. */
  abstract inProcessing(after: VideoId | null, limit: number): Promise<readonly VideoInProcessing[]>;
  abstract confirmUpload(id: VideoId, upload: ConfirmedUpload): Promise<boolean>;
  abstract recordMedia(
    id: VideoId,
    facts: MediaFacts & { readonly sha256: string },
    provenance: object,
  ): Promise<void>;
  /** As shown; null before it was probed. */
  abstract sizeOf(id: VideoId): Promise<Pick<MediaFacts, 'width' | 'height'> | null>;
  /** What is published, while it is. */
  abstract published(id: VideoId): Promise<PublishedVersion | null>;
  /** Back to `processing` with a new run; what is published stays so until that run publishes. */
  abstract beginReprocess(id: VideoId, runId: RunId): Promise<boolean>;
  abstract publishVersion(id: VideoId, runId: RunId, version: PublishedVersion): Promise<boolean>;
  /** Back to `processing`, if that run was the last one. */
  abstract resumeRun(id: VideoId, runId: RunId): Promise<boolean>;
  /** To `failed`, or back to `completed` where an earlier version is published. */
  abstract failRun(id: VideoId, runId: RunId, error: ProcessingError): Promise<boolean>;
  /** The same for a video that was deleted without its files, so that it is in no work when somebody restores it. */
  abstract failDeletedRun(id: VideoId, runId: RunId, error: ProcessingError): Promise<boolean>;
  /** False when there is nothing to change. */
  abstract edit(id: VideoId, edits: VideoEdits): Promise<boolean>;
  /** Neither an edit nor a state: links alone are concerned. */
  abstract revokePlayback(id: VideoId): Promise<boolean>;
  abstract withdraw(id: VideoId): Promise<boolean>;
  abstract tombstone(id: VideoId, options: { readonly keepsFiles: boolean }): Promise<boolean>;
  abstract restore(id: VideoId): Promise<boolean>;
}
