import { Injectable } from '@nestjs/common';
import { crashPoint } from '#kernel/crash-point';
import { MultipartTransfers, type MultipartUpload } from '#modules/storage';
import { UploadNotFound } from '../domain/upload.errors';
import type { UploadSession } from '../ports/upload-session-repository';
import { UploadRecords } from './upload-records';

/**
 * The store's side of an upload in parts, begun when the first link is asked for: opening an upload needs no store, so none
 * that is away can leave a reservation behind. Of several that begin at once, one is noted and the others are aborted.
 */
@Injectable()
export class BeginParts {
  constructor(
    private readonly records: UploadRecords,
    private readonly multipart: MultipartTransfers,
  ) {}

  async execute({ stagingKey: key }: UploadSession): Promise<MultipartUpload> {
    const { objects } = this.records;
    const object = await objects.find(key);
    if (object?.state !== 'intent') throw UploadNotFound();
    if (object.uploadId !== null) return { key, uploadId: object.uploadId };
    const begun = await this.multipart.begin({ key, contentType: object.contentType });
    crashPoint('C3');
    if (await objects.noteMultipart(key, begun.uploadId)) return begun;
    await this.multipart.abort(begun);
    const uploadId = (await objects.find(key))?.uploadId;
    if (uploadId === undefined || uploadId === null) throw UploadNotFound();
    return { key, uploadId };
  }
}
