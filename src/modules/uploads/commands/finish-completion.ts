import { Injectable } from '@nestjs/common';
import { SYSTEM } from '#kernel/actor';
import type { VideoId } from '#kernel/id';
import { isDecided } from '../domain/decided';
import { UploadNotFound } from '../domain/upload.errors';
import { CompleteUpload } from './complete-upload';
import { WithdrawUpload } from './withdraw-upload';

/** S4: brings a completion to its end that died after it was accepted. Throws when it still cannot be decided. */
@Injectable()
export class FinishCompletion {
  constructor(
    private readonly completeUpload: CompleteUpload,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  async execute(videoId: VideoId): Promise<'completed' | 'refused'> {
    try {
      await this.completeUpload.execute({ actor: SYSTEM, videoId });
      return 'completed';
    } catch (error) {
      if (!isDecided(error)) throw error;
      // Deleted before its bytes were confirmed: nobody will ask for this upload again.
      if (error.code === UploadNotFound.code) await this.withdrawUpload.execute(videoId);
      return 'refused';
    }
  }
}
