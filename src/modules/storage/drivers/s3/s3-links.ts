import { Clock } from '#kernel/clock';
import { cacheControlOf } from '../../domain/cache-time';
import { attachmentNamed } from '../../domain/content-disposition';
import {
  PresignedTransfers,
  type DownloadGrant,
  type PartGrant,
  type SignedUpload,
  type UploadGrant,
} from '../../ports/presigned-transfers';
import type { Bucket } from './bucket';

/** As the signature allows at most. */
const LONGEST_SECONDS = 7 * 24 * 3600;

/** Links by which clients reach the bucket themselves. Type and length are signed as headers, so the store holds to them. */
export class S3Links extends PresignedTransfers {
  constructor(
    private readonly bucket: Bucket,
    private readonly clock: Clock,
  ) {
    super();
  }

  signUpload({ key, contentType, sizeBytes, expiresAt }: UploadGrant): SignedUpload {
    const headers = { 'content-type': contentType, 'content-length': String(sizeBytes) };
    const url = this.bucket.presign({
      method: 'PUT',
      url: this.bucket.urlOf(key),
      headers,
      ...this.lasting(expiresAt),
    });
    return { url, headers: { 'Content-Type': contentType } };
  }

  signPart({ key, uploadId, partNumber, sizeBytes, expiresAt }: PartGrant): string {
    return this.bucket.presign({
      method: 'PUT',
      url: this.bucket.urlOf(key, { partNumber: String(partNumber), uploadId }),
      headers: { 'content-length': String(sizeBytes) },
      ...this.lasting(expiresAt),
    });
  }

  signDownload({ key, contentType, expiresAt, downloadName, signedAt }: DownloadGrant): string {
    const query = {
      'response-content-type': contentType,
      'response-cache-control': cacheControlOf(key),
      ...(downloadName === undefined
        ? {}
        : { 'response-content-disposition': attachmentNamed(downloadName) }),
    };
    const url = this.bucket.urlOf(key, query);
    return this.bucket.presign({ method: 'GET', url, ...this.lasting(expiresAt, signedAt) });
  }

  private lasting(expiresAt: Date, now = this.clock.now()): { now: Date; expiresSeconds: number } {
    const seconds = Math.floor((expiresAt.getTime() - now.getTime()) / 1000);
    return { now, expiresSeconds: Math.min(Math.max(seconds, 1), LONGEST_SECONDS) };
  }
}
