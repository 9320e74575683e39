import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { UploadSessionRepository } from '../ports/upload-session-repository';
import { FinishCompletion } from './finish-completion';
import { WithdrawUpload } from './withdraw-upload';

export interface TendedUploads {
  readonly helped: number;
  readonly failed: readonly { readonly videoId: VideoId; readonly error: unknown }[];
}

/** S3, S4: brings uploads to their end that a client or a process left in the middle. */
@Injectable()
export class TendUploads {
  constructor(
    private readonly sessions: UploadSessionRepository,
    private readonly finishCompletion: FinishCompletion,
    private readonly withdrawUpload: WithdrawUpload,
  ) {}

  async execute(batch: number): Promise<TendedUploads> {
    const abandoned = await this.sessions.abandonedCompletions(batch);
    const completed = await eachByItself(abandoned, (id) => this.finishCompletion.execute(id));
    const expired = await this.sessions.expired(batch);
    const withdrawn = await eachByItself(expired, (id) => this.withdrawUpload.execute(id));
    return {
      helped: completed.helped + withdrawn.helped,
      failed: [...completed.failed, ...withdrawn.failed],
    };
  }
}

/** One that cannot be helped holds up none of the others. */
async function eachByItself(
  videoIds: readonly VideoId[],
  help: (id: VideoId) => Promise<unknown>,
): Promise<TendedUploads> {
  const failed: { videoId: VideoId; error: unknown }[] = [];
  for (const videoId of videoIds) {
    try {
      await help(videoId);
    } catch (error) {
      failed.push({ videoId, error });
    }
  }
  return { helped: videoIds.length - failed.length, failed };
}
