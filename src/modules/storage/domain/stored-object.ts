import type { UserId, VideoId } from '#kernel/id';

export const STORAGE_DRIVERS = ['disk', 's3'] as const;
export type StorageDriver = (typeof STORAGE_DRIVERS)[number];

/** staging: not confirmed. original: what a user gave, counted in the quota. derived: made from it, can be made again. */
export const OBJECT_PURPOSES = ['staging', 'original', 'derived'] as const;
export type ObjectPurpose = (typeof OBJECT_PURPOSES)[number];

/** intent: bytes may come. live: bytes are there, of known size. condemned: to be deleted. gone: deleted. */
export const OBJECT_STATES = ['intent', 'live', 'condemned', 'gone'] as const;
export type ObjectState = (typeof OBJECT_STATES)[number];

/** What may become of a row. The statements of the repository are made from this table. */
export const OBJECT_TRANSITIONS = {
  makeLive: { from: ['intent'], to: 'live' },
  condemn: { from: ['intent', 'live'], to: 'condemned' },
  markGone: { from: ['condemned'], to: 'gone' },
  /** Only the original, whose key is the one that never changes, can be wanted again. */
  intendAgain: { from: ['gone'], to: 'intent' },
} as const satisfies Record<string, { from: readonly ObjectState[]; to: ObjectState }>;

/** Longer than any upload or step may take that has announced bytes: whoever was to write them has died. */
export const INTENT_LIMIT_HOURS = 25;

/** A row of an object that is gone is kept for the curious, then forgotten. */
export const GONE_KEPT_DAYS = 30;

/** Committed before a URL is signed or a byte is written. */
export interface ObjectIntent {
  readonly key: string;
  readonly purpose: ObjectPurpose;
  readonly ownerId: UserId | null;
  readonly videoId: VideoId | null;
  /** As announced; what arrived is noted when the object becomes live. */
  readonly sizeBytes: number | null;
  readonly contentType: string;
  /** When the last link that writes here expires: bytes that come after the purge would be nobody's. */
  readonly writableUntil?: Date;
}

export interface StoredObject {
  readonly key: string;
  readonly purpose: ObjectPurpose;
  readonly state: ObjectState;
  readonly ownerId: UserId | null;
  readonly videoId: VideoId | null;
  readonly sizeBytes: number | null;
  readonly contentType: string;
  readonly etag: string | null;
  readonly sha256: string | null;
  readonly uploadId: string | null;
}
