import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { WithdrawUpload } from '../commands/withdraw-upload';
import { UploadSessionRepository } from '../ports/upload-session-repository';

const EVERY_MS = 60_000;
const BATCH = 100;

/** S3 of the sweeper: an upload that was not completed within a day is undone. */
@Injectable()
export class WithdrawExpired implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> = Promise.resolve();

  constructor(
    private readonly sessions: UploadSessionRepository,
    private readonly withdrawUpload: WithdrawUpload,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => {
      this.running = this.running.then(() => this.round());
    }, EVERY_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    if (this.timer !== null) clearInterval(this.timer);
    await this.running;
  }

  async round(): Promise<void> {
    try {
      const expired = await this.sessions.expired(BATCH);
      for (const videoId of expired) await this.withdrawUpload.execute(videoId);
      if (expired.length > 0) this.logger.info({ uploads: expired.length }, 'expired uploads withdrawn');
    } catch (err) {
      this.logger.warn({ err }, 'expired uploads could not be withdrawn');
    }
  }
}
