import { Injectable } from '@nestjs/common';
import { SignedUrlRefused, UrlSigner } from '#libs/signed-url';
import { Clock } from '#kernel/clock';
import { Addresses } from '#platform/http/server/addresses';
import { KeyRing } from '#platform/secrets/key-ring';
import { isStorageKey } from '../../domain/storage-key';
import { SignedUrlExpired, SignedUrlInvalid } from '../../domain/storage.errors';
import {
  PresignedTransfers,
  type DownloadGrant,
  type PartGrant,
  type SignedUpload,
  type UploadGrant,
} from '../../ports/presigned-transfers';

/** The links of the disk driver lead to the API itself. */
export const LINK_PATH = '/storage/';
const KEY_PURPOSE = 'storage links';

interface LinkToSign {
  readonly method: 'GET' | 'PUT';
  readonly key: string;
  readonly expiresAt: Date;
  readonly claims: Readonly<Record<string, string>>;
}

interface UsedLink {
  readonly method: string;
  /** As it was sent, not decoded: a key has nothing that needs encoding. */
  readonly path: string;
  readonly query: Readonly<Record<string, unknown>>;
}

export interface LinkClaims {
  readonly key: string;
  readonly claims: Readonly<Record<string, string | undefined>>;
}

/** What a link allows is part of it and of its signature: method, key, expiry, and by kind type, length, upload and part. */
@Injectable()
export class DiskLinks extends PresignedTransfers {
  private readonly signer: UrlSigner;

  constructor(
    keys: KeyRing,
    private readonly addresses: Addresses,
    private readonly clock: Clock,
  ) {
    super();
    this.signer = new UrlSigner(keys.all(KEY_PURPOSE));
  }

  signUpload({ key, contentType, sizeBytes, expiresAt }: UploadGrant): SignedUpload {
    const claims = { for: 'upload', type: contentType, size: String(sizeBytes) };
    return {
      url: this.link({ method: 'PUT', key, expiresAt, claims }),
      headers: { 'Content-Type': contentType },
    };
  }

  signPart({ key, uploadId, partNumber, sizeBytes, expiresAt }: PartGrant): string {
    const claims = { for: 'part', upload: uploadId, part: String(partNumber), size: String(sizeBytes) };
    return this.link({ method: 'PUT', key, expiresAt, claims });
  }

  signDownload({ key, contentType, expiresAt, downloadName, signedAt }: DownloadGrant): string {
    const at = String((signedAt ?? this.clock.now()).getTime());
    const name = downloadName === undefined ? {} : { name: downloadName };
    return this.link({
      method: 'GET',
      key,
      expiresAt,
      claims: { for: 'download', at, type: contentType, ...name },
    });
  }

  /** Whoever may read may also ask for the headers alone. */
  verify({ method, path, query }: UsedLink): LinkClaims {
    const key = path.slice(LINK_PATH.length);
    if (!path.startsWith(LINK_PATH) || !isStorageKey(key)) throw SignedUrlInvalid();
    const signedMethod = method === 'HEAD' ? 'GET' : method;
    try {
      const claims = this.signer.verify({ method: signedMethod, path, query, now: this.clock.now() });
      return { key, claims };
    } catch (error) {
      if (!(error instanceof SignedUrlRefused)) throw error;
      throw error.reason === 'expired' ? SignedUrlExpired() : SignedUrlInvalid();
    }
  }

  private link({ method, key, expiresAt, claims }: LinkToSign): string {
    if (!isStorageKey(key)) throw new Error('a link was asked for to a name that the service did not make');
    const path = LINK_PATH + key;
    const query = this.signer.sign({ method, path, expiresAt: expiresAt.getTime() / 1000, claims });
    return `${this.addresses.publicUrl}${path}?${new URLSearchParams(query).toString()}`;
  }
}
