import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { Logger } from '#platform/logging/logger';
import { FinishCompletion } from '../commands/finish-completion';
import { WithdrawUpload } from '../commands/withdraw-upload';
import { UploadSessionRepository } from '../ports/upload-session-repository';
import { UploadConfig } from '../upload.config';

const BATCH = 100;

/** What the worker does for uploads that their clients or an API process left in the middle. */
@Injectable()
export class UploadRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly sessions: UploadSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
    private readonly finishCompletion: FinishCompletion,
    private readonly config: UploadConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running ??= this.round().finally(() => (this.running = null));
    }, this.config.sweepSeconds * 1000);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async round(): Promise<void> {
    try {
      await this.each(await this.sessions.abandonedCompletions(BATCH), (id) => this.finish(id));
      await this.each(await this.sessions.expired(BATCH), (id) => this.withdraw(id));
    } catch (err) {
      this.logger.warn({ err }, 'uploads could not be looked after');
    }
  }

  private async finish(videoId: VideoId): Promise<void> {
    const outcome = await this.finishCompletion.execute(videoId);
    this.logger.info({ video_id: videoId, outcome }, 'abandoned completion finished');
  }

  private async withdraw(videoId: VideoId): Promise<void> {
    await this.withdrawUpload.execute(videoId);
    this.logger.info({ video_id: videoId }, 'expired upload withdrawn');
  }

  /** One that cannot be helped holds up none of the others. */
  private async each(videoIds: readonly VideoId[], help: (id: VideoId) => Promise<void>): Promise<void> {
    for (const videoId of videoIds) {
      try {
        await help(videoId);
      } catch (err) {
        this.logger.warn({ err, video_id: videoId }, 'an upload could not be brought to its end');
      }
    }
  }
}
