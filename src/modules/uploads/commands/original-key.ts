import { newId, type MallId, type UserId, type VideoId } from '#kernel/id';
import { storageKey } from '#modules/storage';
import type { Door } from '../domain/doors';

interface Arriving {
  readonly ownerId: UserId;
  readonly mallId: MallId | null;
  readonly videoId: VideoId;
  readonly extension: string;
}

/** Where the original will stand: made of ids and of an extension that we know, never of a user's words. */
export function originalKeyAt(door: Door, arriving: Arriving): string {
  const { ownerId, mallId, videoId, extension } = arriving;
  if (door === 'dashboard') return storageKey('dashboard-uploads', ownerId, `${videoId}.${extension}`);
  return mallId === null
    ? storageKey('videos', ownerId, videoId, `${newId()}.${extension}`)
    : storageKey('videos', mallId, 'original', `${videoId}.${extension}`);
}
