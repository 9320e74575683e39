import type { Readable } from 'node:stream';
import { DomainError } from '#kernel/domain-error';
import { cacheControlOf } from '../../domain/cache-time';
import { MultipartUploadNotFound } from '../../domain/storage.errors';
import type { WriteOptions } from '../../ports/object-store';
import type { Bucket } from './bucket';
import { bufferedParts } from './buffered-parts';
import { ASKING, JOINING, SENDING, type CallOptions, type Patience } from './patience';

const PART_BYTES = 8 * 1024 * 1024;
/** A store takes 10 000 parts; what is announced as larger gets larger ones. */
const PARTS_AT_MOST = 9_000;

/**
 * A stream whose length nobody knows, in pieces that are sent again when a connection fails; a small one in a single call. An
 * object appears only when all of it was sent. Answers how many bytes that was.
 */
export async function writeInParts(
  bucket: Bucket,
  key: string,
  bytes: Readable,
  options: WriteOptions,
): Promise<number> {
  const { maxBytes, expectedBytes, signal } = options;
  const partBytes = Math.max(PART_BYTES, Math.ceil(maxBytes / PARTS_AT_MOST));
  const writing = new PartWriter(bucket, key, options);
  try {
    for await (const { piece, isLast } of bufferedParts(bytes, {
      partBytes,
      maxBytes,
      expectedBytes,
      signal,
    })) {
      if (isLast) await writing.finish(piece);
      else await writing.add(piece);
    }
    return writing.sentBytes;
  } catch (error) {
    await writing.abort();
    throw error;
  }
}

class PartWriter {
  sentBytes = 0;
  private uploadId: string | undefined;
  private readonly parts: { PartNumber: number; ETag: string | undefined }[] = [];
  private readonly object: { Bucket: string; Key: string };

  constructor(
    private readonly bucket: Bucket,
    key: string,
    private readonly options: WriteOptions,
  ) {
    this.object = { Bucket: bucket.name, Key: key };
  }

  async add(piece: Buffer): Promise<void> {
    const { client, sdk } = this.bucket;
    if (this.uploadId === undefined) {
      const begin = new sdk.CreateMultipartUploadCommand({ ...this.object, ...this.headers });
      this.uploadId = (await this.ask(ASKING, (options) => client.send(begin, options))).UploadId;
    }
    const part = { PartNumber: this.parts.length + 1, UploadId: this.uploadId, Body: piece };
    const upload = new sdk.UploadPartCommand({ ...this.object, ...part });
    const { ETag } = await this.ask(SENDING, (options) => client.send(upload, options));
    this.parts.push({ PartNumber: part.PartNumber, ETag });
    this.sentBytes += piece.length;
  }

  async finish(last: Buffer): Promise<void> {
    const { client, sdk } = this.bucket;
    if (this.uploadId === undefined) {
      const put = new sdk.PutObjectCommand({ ...this.object, ...this.headers, Body: last });
      await this.ask(SENDING, (options) => client.send(put, options));
      this.sentBytes = last.length;
      return;
    }
    await this.add(last);
    const completion = { UploadId: this.uploadId, MultipartUpload: { Parts: this.parts } };
    const join = new sdk.CompleteMultipartUploadCommand({ ...this.object, ...completion });
    try {
      await this.ask(JOINING, (options) => client.send(join, options));
    } catch (error) {
      // What a second try hears when the first one was done and its answer was lost: the object itself will tell.
      if (!isUploadNotFound(error)) throw error;
    }
  }

  /** What cannot be aborted now is aborted by the sweep, or by the lifecycle of the bucket. */
  async abort(): Promise<void> {
    if (this.uploadId === undefined) return;
    const { client, sdk } = this.bucket;
    const abort = new sdk.AbortMultipartUploadCommand({ ...this.object, UploadId: this.uploadId });
    await this.bucket.ask(ASKING, (options) => client.send(abort, options)).catch(() => undefined);
  }

  private ask<T>(patience: Patience, call: (options: CallOptions) => Promise<T>): Promise<T> {
    return this.bucket.ask(patience, call, this.options.signal);
  }

  private get headers(): { ContentType: string; CacheControl: string } {
    return { ContentType: this.options.contentType, CacheControl: cacheControlOf(this.object.Key) };
  }
}

function isUploadNotFound(error: unknown): boolean {
  return error instanceof DomainError && error.code === MultipartUploadNotFound.code;
}
