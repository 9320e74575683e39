import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { PartMismatch } from '#modules/storage';
import type { Completion, NamedPart } from '../domain/completion';
import { firstWrongPart } from '../domain/part-plan';
import type { UploadId } from '../ports/upload-session-repository';
import { CompleteUpload } from './complete-upload';
import { FindUpload } from './find-upload';

export interface CompletePartsInput extends Completion {
  readonly actor: Actor;
  readonly uploadId: UploadId;
  readonly parts: readonly NamedPart[];
}

/** The completion of an upload in parts: the parts must be all there are, each once, before the store is asked about them. */
@Injectable()
export class CompleteParts {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly completeUpload: CompleteUpload,
  ) {}

  async execute({
    actor,
    uploadId,
    ...said
  }: CompletePartsInput): Promise<{ videoId: VideoId; isNew: boolean }> {
    const upload = await this.findUpload.inParts(actor, uploadId);
    const { videoId } = upload;
    const wrong = upload.state === 'open' ? firstWrongPart(upload, said.parts) : null;
    if (wrong !== null) throw PartMismatch(undefined, { details: { part_number: wrong } });
    return { videoId, isNew: await this.completeUpload.execute({ actor, videoId, ...said }) };
  }
}
