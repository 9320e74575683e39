import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import { CompletionUnderWay, UploadCompleted } from '../domain/upload.errors';
import type { UploadId } from '../ports/upload-session-repository';
import { FindUpload } from './find-upload';
import { WithdrawUpload } from './withdraw-upload';

/** Gives an upload in parts up: the video is withdrawn, its room free again, and the purge frees the parts at the store. */
@Injectable()
export class AbortUpload {
  constructor(
    private readonly findUpload: FindUpload,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  /** A completion that begins at the very same moment finds its upload withdrawn, and keeps nothing. */
  async execute(actor: Actor, uploadId: UploadId): Promise<void> {
    const { state, isCompleting, videoId } = await this.findUpload.inParts(actor, uploadId);
    if (state === 'completed') throw UploadCompleted();
    if (isCompleting) throw CompletionUnderWay(undefined, { retryAfterSeconds: 1 });
    await this.withdrawUpload.execute(videoId);
  }
}
