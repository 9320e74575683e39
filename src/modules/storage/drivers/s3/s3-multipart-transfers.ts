import type { ListMultipartUploadsCommandOutput } from '@aws-sdk/client-s3';
import { DomainError } from '#kernel/domain-error';
import { UnitOfWork } from '#kernel/unit-of-work';
import { cacheControlOf } from '../../domain/cache-time';
import { bareEtag } from '../../domain/etag';
import { refuseBadOrder, refuseSmallParts } from '../../domain/multipart-rules';
import { MultipartUploadNotFound, ObjectNotFound, PartMismatch } from '../../domain/storage.errors';
import {
  MultipartTransfers,
  type ArrivedPart,
  type CompletedPart,
  type MultipartUpload,
  type OpenMultipartUpload,
} from '../../ports/multipart-transfers';
import type { ObjectFacts, ObjectStore } from '../../ports/object-store';
import type { Bucket } from './bucket';
import { ASKING, JOINING, LABOURING, type CallOptions, type Patience } from './patience';

type UploadsPage = Pick<
  ListMultipartUploadsCommandOutput,
  'Uploads' | 'IsTruncated' | 'NextKeyMarker' | 'NextUploadIdMarker'
>;

const NOT_THERE = [MultipartUploadNotFound.code, ObjectNotFound.code];

interface Begin {
  readonly key: string;
  readonly contentType: string;
}

export class S3MultipartTransfers extends MultipartTransfers {
  constructor(
    private readonly bucket: Bucket,
    private readonly store: ObjectStore,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async begin({ key, contentType }: Begin): Promise<MultipartUpload> {
    const { client, sdk, name } = this.bucket;
    const headers = { ContentType: contentType, CacheControl: cacheControlOf(key) };
    const begin = new sdk.CreateMultipartUploadCommand({ Bucket: name, Key: key, ...headers });
    const { UploadId = '' } = await this.asked(ASKING, (options) => client.send(begin, options));
    return { key, uploadId: UploadId };
  }

  async listParts(upload: MultipartUpload): Promise<readonly ArrivedPart[]> {
    const { client, sdk } = this.bucket;
    const parts: ArrivedPart[] = [];
    let marker: string | undefined;
    do {
      const after = marker === undefined ? {} : { PartNumberMarker: marker };
      const page = new sdk.ListPartsCommand({ ...this.named(upload), ...after });
      const {
        Parts = [],
        IsTruncated,
        NextPartNumberMarker,
      } = await this.asked(ASKING, (options) => client.send(page, options));
      for (const { PartNumber = 0, ETag = '', Size = 0 } of Parts)
        parts.push({ partNumber: PartNumber, etag: bareEtag(ETag), sizeBytes: Size });
      marker = IsTruncated === true ? NextPartNumberMarker : undefined;
    } while (marker !== undefined);
    return parts;
  }

  /** Checked here first: not every store says of a wrong part what S3 says, and some say nothing. */
  async complete(upload: MultipartUpload, parts: readonly CompletedPart[]): Promise<ObjectFacts> {
    refuseBadOrder(parts);
    const arrived = new Map((await this.listParts(upload)).map((part) => [part.partNumber, part]));
    const named = parts.map(({ partNumber, etag }) => {
      const part = arrived.get(partNumber);
      if (part?.etag === bareEtag(etag)) return part;
      throw PartMismatch(undefined, { details: { part_number: partNumber } });
    });
    refuseSmallParts(named);
    await this.join(upload, named);
    const sizeBytes = named.reduce((sum, part) => sum + part.sizeBytes, 0);
    const facts = await this.store.head(upload.key);
    if (facts?.sizeBytes !== sizeBytes) throw new Error('the store joined the parts to something else');
    return facts;
  }

  async abort(upload: MultipartUpload): Promise<void> {
    const { client, sdk } = this.bucket;
    const abort = new sdk.AbortMultipartUploadCommand(this.named(upload));
    try {
      await this.asked(ASKING, (options) => client.send(abort, options));
    } catch (error) {
      if (!(error instanceof DomainError && NOT_THERE.includes(error.code))) throw error;
    }
  }

  async *listUploads(): AsyncIterable<OpenMultipartUpload> {
    let page: UploadsPage | null = {};
    while (page !== null) {
      const {
        Uploads = [],
        IsTruncated,
        NextKeyMarker,
        NextUploadIdMarker,
      }: UploadsPage = await this.uploadsAfter(page);
      for (const { Key = '', UploadId = '', Initiated = new Date() } of Uploads)
        yield { key: Key, uploadId: UploadId, startedAt: Initiated };
      page = IsTruncated === true ? { NextKeyMarker, NextUploadIdMarker } : null;
    }
  }

  private uploadsAfter({ NextKeyMarker, NextUploadIdMarker }: UploadsPage): Promise<UploadsPage> {
    const { client, sdk, name } = this.bucket;
    const markers = { KeyMarker: NextKeyMarker, UploadIdMarker: NextUploadIdMarker };
    const page = new sdk.ListMultipartUploadsCommand({ Bucket: name, ...markers });
    return this.asked(LABOURING, (options) => client.send(page, options));
  }

  private async join(upload: MultipartUpload, parts: readonly ArrivedPart[]): Promise<void> {
    const { client, sdk } = this.bucket;
    const Parts = parts.map(({ partNumber, etag }) => ({ PartNumber: partNumber, ETag: `"${etag}"` }));
    const join = new sdk.CompleteMultipartUploadCommand({
      ...this.named(upload),
      MultipartUpload: { Parts },
    });
    await this.asked(JOINING, (options) => client.send(join, options));
  }

  private named({ key, uploadId }: MultipartUpload): { Bucket: string; Key: string; UploadId: string } {
    return { Bucket: this.bucket.name, Key: key, UploadId: uploadId };
  }

  private async asked<T>(patience: Patience, call: (options: CallOptions) => Promise<T>): Promise<T> {
    this.unitOfWork.refuseSlowCall('The S3 store');
    return this.bucket.ask(patience, call);
  }
}
