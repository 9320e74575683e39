import type { UserId, VideoId } from '#kernel/id';
import type { ObjectIntent, StoredObject } from '../domain/stored-object';

export interface ArrivedObject {
  readonly sizeBytes: number;
  readonly etag: string;
  readonly sha256?: string;
}

export interface OwnedBytes {
  readonly liveBytes: number;
  /** Not yet deleted, though nobody can reach them any more. */
  readonly condemnedBytes: number;
}

/** The record of what the store holds. Every change is a conditional UPDATE and says what it changed. */
export abstract class StorageObjectRepository {
  /** Fails for a key that was ever used: names are never reused. */
  abstract intend(...objects: readonly ObjectIntent[]): Promise<void>;

  /** gone -> intent. False while the purge of what stood there before is not over. */
  abstract intendAgain(key: string): Promise<boolean>;

  /** Notes the id that the store gave a multipart upload. False when the intent is over: then the upload must be aborted. */
  abstract noteMultipart(key: string, uploadId: string): Promise<boolean>;

  /** intent -> live. False when the row is in another state. */
  abstract makeLive(key: string, arrived: ArrivedObject): Promise<boolean>;

  /** intent, live -> condemned. Purged after the grace and after the last link that writes there has expired. */
  abstract condemn(
    keys: readonly string[],
    options?: { readonly graceSeconds?: number },
  ): Promise<readonly string[]>;

  /** Everything of a video, and nothing that it will ever get again. */
  abstract condemnVideo(videoId: VideoId): Promise<readonly string[]>;

  /** Condemned objects that are due, for one purge at a time: each take counts as an attempt and lasts for a minute. */
  abstract takeForPurge(limit: number): Promise<readonly StoredObject[]>;

  /** The next try of what could not be deleted: 1 s after the first, twice as late after each other, at most an hour. */
  abstract postponePurge(keys: readonly string[]): Promise<void>;

  /** condemned -> gone. */
  abstract markGone(keys: readonly string[]): Promise<readonly string[]>;

  /** Intents whose writer must have died (INTENT_LIMIT_HOURS). */
  abstract condemnStaleIntents(limit: number): Promise<readonly string[]>;

  abstract find(key: string): Promise<StoredObject | null>;

  abstract ofVideo(videoId: VideoId): Promise<readonly StoredObject[]>;

  /** Those keys of which there is a row that is not gone. */
  abstract known(keys: readonly string[]): Promise<ReadonlySet<string>>;

  /** Those keys of which the object is there and stays. */
  abstract live(keys: readonly string[]): Promise<ReadonlySet<string>>;

  /** Live objects in the order of their keys, from beyond one on. */
  abstract liveAfter(key: string, limit: number): Promise<readonly StoredObject[]>;

  /** Whether the row of an open multipart upload waits for its parts. */
  abstract awaitsParts(upload: { readonly key: string; readonly uploadId: string }): Promise<boolean>;

  /** Links to these that were signed before this transaction are good for nothing any more. */
  abstract revokeLinks(videoId: VideoId): Promise<void>;

  /** Whether a link of that age may be followed: the object is live, or goes only when the last link to it is over. */
  abstract isServed(key: string, signedAt: Date): Promise<boolean>;

  /** Of originals: what the quota speaks of. */
  abstract bytesOf(ownerId: UserId): Promise<OwnedBytes>;
}
