import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { DomainError } from '#kernel/domain-error';
import { MultipartTransfers, MultipartUploadNotFound, type ArrivedPart } from '#modules/storage';
import type { UploadId } from '../ports/upload-session-repository';
import { FindUpload, type UploadInParts } from './find-upload';
import { UploadRecords } from './upload-records';

export interface UploadProgress {
  readonly upload: UploadInParts;
  /** None once they are joined. */
  readonly parts: readonly ArrivedPart[];
}

/** What has arrived, as the store says, so that a client that lost its place can go on. */
@Injectable()
export class ListArrivedParts {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly records: UploadRecords,
    private readonly multipart: MultipartTransfers,
  ) {}

  async execute(actor: Actor, id: UploadId): Promise<UploadProgress> {
    const upload = await this.findUpload.inParts(actor, id);
    const object = upload.state === 'open' ? await this.records.objects.find(upload.stagingKey) : null;
    const uploadId = object?.uploadId ?? null;
    return {
      upload,
      parts: uploadId === null ? [] : await this.arrived({ key: upload.stagingKey, uploadId }),
    };
  }

  private async arrived(atStore: {
    readonly key: string;
    readonly uploadId: string;
  }): Promise<readonly ArrivedPart[]> {
    try {
      return await this.multipart.listParts(atStore);
    } catch (error) {
      if (error instanceof DomainError && error.code === MultipartUploadNotFound.code) return [];
      throw error;
    }
  }
}
