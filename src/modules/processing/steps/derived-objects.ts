import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { ObjectStore, StorageObjectRepository, type ObjectFacts } from '#modules/storage';
import type { ClaimedStep } from '../domain/step';

/** A store may still keep what was on its way when the writer hung up. */
const ON_THE_WAY_SECONDS = 60;

export interface DerivedFile {
  readonly key: string;
  readonly contentType: string;
  readonly bytes: Buffer | { readonly file: string; readonly sizeBytes: number };
}

/** What a step makes of a video, on its way into the store: announced, written, and live with the end of the step. */
@Injectable()
export class DerivedObjects {
  constructor(
    private readonly objects: StorageObjectRepository,
    private readonly store: ObjectStore,
  ) {}

  async write(
    { ownerId, videoId }: ClaimedStep,
    files: readonly DerivedFile[],
    signal: AbortSignal,
  ): Promise<readonly ObjectFacts[]> {
    const intents = files.map(({ key, contentType, bytes }) => {
      const sizeBytes = sizeOf(bytes);
      return { key, purpose: 'derived', ownerId, videoId, sizeBytes, contentType } as const;
    });
    await this.objects.intend(...intents);
    try {
      return await this.send(files, signal);
    } catch (error) {
      await this.forget(files);
      throw error;
    }
  }

  /** Within the transaction that finishes the step. */
  async makeLive(written: readonly ObjectFacts[]): Promise<void> {
    for (const object of written) await this.objects.makeLive(object.key, object);
  }

  private async send(files: readonly DerivedFile[], signal: AbortSignal): Promise<readonly ObjectFacts[]> {
    const written: ObjectFacts[] = [];
    for (const { key, contentType, bytes } of files) {
      const maxBytes = sizeOf(bytes);
      const options = { contentType, maxBytes, expectedBytes: maxBytes, signal };
      written.push(await this.store.write(key, streamOf(bytes), options));
      crashPoint('C11');
    }
    return written;
  }

  /** Nobody else may, since only the writer knows when it has stopped. The record away: they are found a day later. */
  private async forget(files: readonly DerivedFile[]): Promise<void> {
    const keys = files.map(({ key }) => key);
    await this.objects.condemn(keys, { graceSeconds: ON_THE_WAY_SECONDS }).catch(() => undefined);
  }
}

function sizeOf(bytes: DerivedFile['bytes']): number {
  return Buffer.isBuffer(bytes) ? bytes.length : bytes.sizeBytes;
}

function streamOf(bytes: DerivedFile['bytes']): Readable {
  return Buffer.isBuffer(bytes) ? Readable.from([bytes]) : createReadStream(bytes.file);
}
