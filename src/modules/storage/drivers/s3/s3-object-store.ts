import type { Readable } from 'node:stream';
import { DomainError } from '#kernel/domain-error';
import { UnitOfWork } from '#kernel/unit-of-work';
import { bareEtag } from '../../domain/etag';
import { ObjectChanged, ObjectNotFound } from '../../domain/storage.errors';
import {
  ObjectStore,
  type FailedDeletion,
  type ListedObject,
  type ObjectFacts,
  type ReadOptions,
  type WriteOptions,
} from '../../ports/object-store';
import { arrivingBytes } from './arriving-bytes';
import type { Bucket } from './bucket';
import { copyAtOnce, copyInParts, type Copy } from './copies';
import { ASKING, LABOURING, type CallOptions, type Patience } from './patience';
import { unavailable } from './s3-failure';
import { writeInParts } from './write-in-parts';

const DELETED_AT_ONCE = 1_000;
/** The ETag of what was uploaded in parts ends with their number. */
const OF_PARTS = /-\d+$/;
/** What a store copies in one call. */
const COPY_LIMIT_BYTES = 5 * 1024 ** 3;

interface Seen {
  readonly facts: ObjectFacts;
  readonly contentType: string;
}

export class S3ObjectStore extends ObjectStore {
  readonly driver = 's3';

  constructor(
    private readonly bucket: Bucket,
    private readonly unitOfWork: UnitOfWork,
    private readonly copyLimitBytes: number = COPY_LIMIT_BYTES,
  ) {
    super();
  }

  async head(key: string): Promise<ObjectFacts | null> {
    return (await this.look(key))?.facts ?? null;
  }

  async read(key: string, { range, ifMatch, signal }: ReadOptions = {}): Promise<Readable> {
    const { client, sdk } = this.bucket;
    const get = new sdk.GetObjectCommand({
      ...this.object(key),
      ...(range === undefined ? {} : { Range: `bytes=${String(range.start)}-${String(range.end)}` }),
      ...(ifMatch === undefined ? {} : { IfMatch: `"${ifMatch}"` }),
    });
    const { Body, ETag } = await this.asked(ASKING, (options) => client.send(get, options), signal);
    const bytes = arrivingBytes(Body as Readable, signal);
    if (ifMatch === undefined || bareEtag(ETag ?? '') === ifMatch) return bytes;
    // Whatever this is, it is not that object: some stores know no If-Match, and some proxies answer for a store.
    bytes.destroy();
    throw ETag === undefined ? unavailable(new Error('an answer without an ETag')) : ObjectChanged();
  }

  async write(key: string, bytes: Readable, options: WriteOptions): Promise<ObjectFacts> {
    this.unitOfWork.refuseSlowCall('The S3 store');
    return this.written(key, await writeInParts(this.bucket, key, bytes, options));
  }

  async copy(from: string, to: string, { ifMatch }: { readonly ifMatch: string }): Promise<ObjectFacts> {
    const { facts, contentType } = await this.unchanged(from, ifMatch);
    const copy = { from, to, contentType, sizeBytes: facts.sizeBytes };
    try {
      await this.transfer({ ...copy, ifMatch });
    } catch (error) {
      if (!isObjectChanged(error) || !OF_PARTS.test(ifMatch)) throw error;
      await this.transferBetweenLooks(copy, ifMatch);
    }
    return this.written(to, facts.sizeBytes);
  }

  async delete(keys: readonly string[]): Promise<readonly FailedDeletion[]> {
    const { client, sdk, name } = this.bucket;
    const failed: FailedDeletion[] = [];
    for (let from = 0; from < keys.length; from += DELETED_AT_ONCE) {
      const Objects = keys.slice(from, from + DELETED_AT_ONCE).map((Key) => ({ Key }));
      const batch = new sdk.DeleteObjectsCommand({ Bucket: name, Delete: { Objects, Quiet: true } });
      const { Errors = [] } = await this.asked(LABOURING, (options) => client.send(batch, options));
      for (const { Key = '', Code = '' } of Errors)
        if (Code !== 'NoSuchKey') failed.push({ key: Key, reason: Code });
    }
    return failed;
  }

  async *list(prefix: string): AsyncIterable<ListedObject> {
    const { client, sdk, name } = this.bucket;
    let token: string | undefined;
    do {
      const page = new sdk.ListObjectsV2Command({
        Bucket: name,
        Prefix: prefix,
        ...(token === undefined ? {} : { ContinuationToken: token }),
      });
      const { Contents = [], NextContinuationToken } = await this.asked(LABOURING, (options) =>
        client.send(page, options),
      );
      for (const { Key = '', Size = 0, LastModified = new Date(0) } of Contents)
        yield { key: Key, sizeBytes: Size, modifiedAt: LastModified };
      token = NextContinuationToken;
    } while (token !== undefined);
  }

  /**
   * Swift says of what was uploaded in parts one ETag and compares copies with another. The links of such an upload write
   * parts, never the object, so what is the same before and after was the same in between.
   */
  private async transferBetweenLooks(copy: Copy, etag: string): Promise<void> {
    await this.unchanged(copy.from, etag);
    await this.transfer(copy);
    await this.unchanged(copy.from, etag);
  }

  private async transfer(copy: Copy): Promise<void> {
    this.unitOfWork.refuseSlowCall('The S3 store');
    if (copy.sizeBytes <= this.copyLimitBytes) await copyAtOnce(this.bucket, copy);
    else await copyInParts(this.bucket, { ...copy, partBytes: this.copyLimitBytes });
  }

  private async unchanged(key: string, etag: string): Promise<Seen> {
    const seen = await this.look(key);
    if (seen === null) throw ObjectNotFound();
    if (seen.facts.etag !== etag) throw ObjectChanged();
    return seen;
  }

  /** An answer of "done" is believed when the object is there, and whole. */
  private async written(key: string, sizeBytes: number): Promise<ObjectFacts> {
    const facts = await this.head(key);
    if (facts?.sizeBytes === sizeBytes) return facts;
    throw unavailable(new Error('the store took bytes and does not have them'));
  }

  private async look(key: string): Promise<Seen | null> {
    const { client, sdk } = this.bucket;
    const head = new sdk.HeadObjectCommand(this.object(key));
    try {
      const there = await this.asked(ASKING, (options) => client.send(head, options));
      const { ContentLength = 0, ETag = '', ContentType = 'application/octet-stream' } = there;
      return { facts: { key, sizeBytes: ContentLength, etag: bareEtag(ETag) }, contentType: ContentType };
    } catch (error) {
      if (error instanceof DomainError && error.code === ObjectNotFound.code) return null;
      throw error;
    }
  }

  private object(key: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket.name, Key: key };
  }

  private async asked<T>(
    patience: Patience,
    call: (options: CallOptions) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> {
    this.unitOfWork.refuseSlowCall('The S3 store');
    return this.bucket.ask(patience, call, signal);
  }
}

function isObjectChanged(error: unknown): boolean {
  return error instanceof DomainError && error.code === ObjectChanged.code;
}
