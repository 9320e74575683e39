import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { PresignedTransfers } from '#modules/storage';
import { bytesOfPart } from '../domain/part-plan';
import { NoSuchPart, UploadCompleted } from '../domain/upload.errors';
import type { UploadId } from '../ports/upload-session-repository';
import { BeginParts } from './begin-parts';
import { FindUpload, type UploadInParts } from './find-upload';

const LINK_SECONDS = 3600;

export interface SignPartsInput {
  readonly actor: Actor;
  readonly uploadId: UploadId;
  readonly partNumbers: readonly number[];
}

export interface SignedPart {
  readonly partNumber: number;
  readonly url: string;
  readonly expiresAt: Date;
}

/** Links that take one part each, of exactly its size; they can be asked for as often as one likes. */
@Injectable()
export class SignParts {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly beginParts: BeginParts,
    private readonly transfers: PresignedTransfers,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, uploadId, partNumbers }: SignPartsInput): Promise<readonly SignedPart[]> {
    const upload = await this.findUpload.inParts(actor, uploadId);
    if (upload.state === 'completed') throw UploadCompleted();
    const wanted = partNumbers.map((partNumber) => ({ partNumber, sizeBytes: sizeOf(upload, partNumber) }));
    const atStore = await this.beginParts.execute(upload);
    const expiresAt = this.linksExpireAt(upload);
    return wanted.map(({ partNumber, sizeBytes }) => ({
      partNumber,
      url: this.transfers.signPart({ ...atStore, partNumber, sizeBytes, expiresAt }),
      expiresAt,
    }));
  }

  /** No link outlives its upload. */
  private linksExpireAt(upload: UploadInParts): Date {
    return new Date(Math.min(this.clock.now().getTime() + LINK_SECONDS * 1000, upload.expiresAt.getTime()));
  }
}

function sizeOf(upload: UploadInParts, partNumber: number): number {
  const sizeBytes = bytesOfPart(upload, partNumber);
  if (sizeBytes === null) throw NoSuchPart(undefined, { details: { part_number: partNumber } });
  return sizeBytes;
}
