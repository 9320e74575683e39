import type { Readable } from 'node:stream';
import type { StorageDriver } from '../domain/stored-object';

export interface ObjectFacts {
  readonly key: string;
  readonly sizeBytes: number;
  /** Without quotes. Changes whenever the bytes are written anew. */
  readonly etag: string;
}

export interface ListedObject {
  readonly key: string;
  readonly sizeBytes: number;
  readonly modifiedAt: Date;
}

/** Both ends included, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

export interface ReadOptions {
  readonly range?: ByteRange;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
}

export interface WriteOptions {
  readonly contentType: string;
  /** One byte more is TooManyBytes. */
  readonly maxBytes: number;
  /** One byte fewer is BytesMissing. */
  readonly expectedBytes?: number;
  readonly signal?: AbortSignal;
}

export interface FailedDeletion {
  readonly key: string;
  readonly reason: string;
}

/**
 * Keeps bytes under a key. A reader sees an object whole or not at all; whatever fails, nothing is kept. Every call is slow:
 * none may be made inside a unit of work.
 */
export abstract class ObjectStore {
  abstract readonly driver: StorageDriver;

  abstract head(key: string): Promise<ObjectFacts | null>;

  /** ObjectNotFound, or ObjectChanged where `ifMatch` names another ETag. Whoever stops reading destroys the stream. */
  abstract read(key: string, options?: ReadOptions): Promise<Readable>;

  /** The source is not destroyed when the write fails, so that an HTTP answer can still be given on its socket. */
  abstract write(key: string, bytes: Readable, options: WriteOptions): Promise<ObjectFacts>;

  /** ObjectNotFound when `from` is away, ObjectChanged when its ETag is not `ifMatch`. */
  abstract copy(from: string, to: string, options: { readonly ifMatch: string }): Promise<ObjectFacts>;

  /** What is not there counts as deleted. Answers what could not be deleted, and why. */
  abstract delete(keys: readonly string[]): Promise<readonly FailedDeletion[]>;

  /** Every object whose key begins so; `''` for all. */
  abstract list(prefix: string): AsyncIterable<ListedObject>;
}
