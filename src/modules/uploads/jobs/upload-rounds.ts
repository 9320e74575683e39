import { Injectable } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { Rounds } from '#platform/process/rounds';
import { TendUploads } from '../commands/tend-uploads';
import { UploadConfig } from '../upload.config';

const BATCH = 100;

/** What the worker does for uploads that their clients or an API process left in the middle. */
@Injectable()
export class UploadRounds {
  constructor(
    rounds: Rounds,
    config: UploadConfig,
    private readonly tendUploads: TendUploads,
    private readonly logger: Logger,
  ) {
    rounds.add({ name: 'uploads', everyMs: config.sweepSeconds * 1000, work: () => this.tend() });
  }

  private async tend(): Promise<void> {
    const { helped, failed } = await this.tendUploads.execute(BATCH);
    if (helped > 0)
      this.logger.info({ uploads: helped }, 'uploads that were left in the middle brought to their end');
    for (const { videoId, error } of failed)
      this.logger.warn({ err: error, video_id: videoId }, 'an upload could not be brought to its end');
  }
}
