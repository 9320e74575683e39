import { newId, type UserId, type VideoId } from '#kernel/id';
import { storageKey } from '#modules/storage';
import type { Door } from '../domain/doors';

interface Arriving {
  readonly ownerId: UserId;
  readonly videoId: VideoId;
  readonly extension: string;
}

/** Where the original will stand: made of ids and of an extension that we know, never of a user's words. */
export function originalKeyAt(door: Door, { ownerId, videoId, extension }: Arriving): string {
  return door === 'dashboard'
    ? storageKey('dashboard-uploads', ownerId, `${videoId}.${extension}`)
    : storageKey('videos', ownerId, videoId, `${newId()}.${extension}`);
}
