import type { MallId, PinId, UserId } from '#kernel/id';
import type { OwnAndMalls } from './video-policy';
import type { VideoStatus } from './video-status';
import type { Visibility } from './video-view';

/** What a caller may see, in words of what is written down of a video. */
export type SeenVideos = { readonly of: 'everybody' } | (OwnAndMalls & { readonly pinIds: readonly PinId[] });

/** Which videos a list is about. Null asks for no more than what the caller may see. */
export interface VideoFilter {
  readonly scope: SeenVideos;
  readonly ownerId: UserId | null;
  readonly mallId: MallId | null;
  readonly pinId: PinId | null;
  readonly status: VideoStatus | null;
  readonly hasProxy: boolean | null;
  readonly uploadedAfter: Date | null;
  readonly uploadedBefore: Date | null;
  readonly tag: string | null;
  readonly visibility: Visibility | null;
  /** Part of title, filename, or of the notes that the caller may read; case does not matter, and no sign is special. */
  readonly search: string | null;
  /** Those that were deleted, in place of those that were not. */
  readonly isDeleted: boolean;
}

export const VIDEO_SORTS = [
  'created_at',
  'uploaded_at',
  'title',
  'duration',
  'file_size',
  'view_count',
] as const;

export interface VideoOrder {
  readonly by: (typeof VIDEO_SORTS)[number];
  readonly direction: 'asc' | 'desc';
}

export interface VideoStats {
  readonly total: number;
  readonly byStatus: Readonly<Record<VideoStatus, number>>;
  readonly storageBytes: number;
  readonly durationSeconds: number;
}
