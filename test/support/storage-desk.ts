import { randomBytes } from 'node:crypto';
import type { INestApplicationContext } from '@nestjs/common';
import {
  MultipartTransfers,
  newStagingKey,
  PresignedTransfers,
  StorageObjectRepository,
  type MultipartUpload,
  type SignedUpload,
} from '#modules/storage';
import { Addresses } from '#platform/http/server/addresses';
import { startApiContext } from './running-app';
import type { Scene } from './scene';
import { put } from './storage-put';

const LIFETIME_MS = 600_000;
export const VIDEO = 'video/mp4';

export interface AwaitedUpload extends SignedUpload {
  readonly key: string;
  readonly bytes: Buffer;
}

/** Gives out links as the doors do, beside a running installation: the same code on the same database. */
export class StorageDesk {
  readonly objects: StorageObjectRepository;
  readonly links: PresignedTransfers;
  readonly multipart: MultipartTransfers;

  private constructor(private readonly app: INestApplicationContext) {
    this.objects = app.get(StorageObjectRepository);
    this.links = app.get(PresignedTransfers);
    this.multipart = app.get(MultipartTransfers);
  }

  static async of(scene: Scene, changes: Readonly<Record<string, string>> = {}): Promise<StorageDesk> {
    const environment = { variables: scene.variables, dataFolder: scene.dataFolder, remove: noRemoval };
    const app = await startApiContext(environment, { variables: changes });
    app.get(Addresses).noteListening(scene.api.baseUrl);
    return new StorageDesk(app);
  }

  close(): Promise<void> {
    return this.app.close();
  }

  get soon(): Date {
    return new Date(Date.now() + LIFETIME_MS);
  }

  /** An upload that was announced and may come. */
  async awaited(bytes: Buffer = randomBytes(1_000), contentType = VIDEO): Promise<AwaitedUpload> {
    const key = newStagingKey();
    const sizeBytes = bytes.length;
    await this.objects.intend({
      key,
      purpose: 'staging',
      ownerId: null,
      videoId: null,
      sizeBytes,
      contentType,
    });
    const { url, headers } = this.links.signUpload({ key, contentType, sizeBytes, expiresAt: this.soon });
    return { key, bytes, url, headers };
  }

  async awaitedParts(): Promise<MultipartUpload> {
    const { key } = await this.awaited();
    const upload = await this.multipart.begin({ key, contentType: VIDEO });
    await this.objects.noteMultipart(key, upload.uploadId);
    return upload;
  }

  /** What came is there for good, as after CompleteUpload. */
  async settle(key: string, etag: string, sizeBytes: number): Promise<void> {
    await this.objects.makeLive(key, { etag: etag.replaceAll('"', ''), sizeBytes });
  }

  /** A record of bytes that a test has put into their place by hand. */
  async keep(key: string): Promise<void> {
    const nobodys = { ownerId: null, videoId: null };
    await this.objects.intend({ key, purpose: 'derived', ...nobodys, sizeBytes: 1, contentType: VIDEO });
    await this.settle(key, 'any', 1);
  }

  /** Bytes that are stored, uploaded by their link. */
  async stored(bytes: Buffer): Promise<{ key: string; etag: string }> {
    const { key, url, headers } = await this.awaited(bytes);
    const { etag } = await put(url, bytes, headers);
    await this.settle(key, etag, bytes.length);
    return { key, etag };
  }

  download(
    key: string,
    changes: { contentType?: string; downloadName?: string; expiresAt?: Date } = {},
  ): string {
    return this.links.signDownload({ key, contentType: VIDEO, expiresAt: this.soon, ...changes });
  }
}

function noRemoval(): Promise<void> {
  return Promise.resolve();
}
