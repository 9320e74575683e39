import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { EndLeftBodies } from '../commands/dashboard/end-left-bodies';
import { UploadConfig } from '../upload.config';

const BATCH = 100;

/** What the worker does for bodies whose receivers died. */
@Injectable()
export class DashboardRounds implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;

  constructor(
    private readonly endLeftBodies: EndLeftBodies,
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
      const bodies = await this.endLeftBodies.execute(BATCH);
      if (bodies > 0) this.logger.info({ bodies }, 'bodies of dead receivers withdrawn');
    } catch (err) {
      this.logger.warn({ err }, 'bodies of dead receivers could not be withdrawn');
    }
  }
}
