import { Injectable, type BeforeApplicationShutdown, type OnApplicationBootstrap } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { PurgeObjects } from '../commands/purge-objects';
import { SweepStorage } from '../commands/sweep-storage';
import { StorageConfig } from '../storage.config';

/** What the worker does for the store: deletes what was condemned, and tidies up after processes that died. */
@Injectable()
export class StorageUpkeep implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly timers: NodeJS.Timeout[] = [];
  private running: Promise<void> = Promise.resolve();
  private isStopping = false;

  constructor(
    private readonly purgeObjects: PurgeObjects,
    private readonly sweepStorage: SweepStorage,
    private readonly config: StorageConfig,
    private readonly logger: Logger,
  ) {}

  onApplicationBootstrap(): void {
    this.every(this.config.upkeepSeconds * 1000, () => this.purge());
    this.every(this.config.sweepSeconds * 1000, () => this.sweep());
  }

  /** Before the connections close. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    for (const timer of this.timers) clearInterval(timer);
    await this.running;
  }

  /** One after the other, and none while the last one of its kind is still waiting. */
  private every(milliseconds: number, work: () => Promise<void>): void {
    let isWaiting = false;
    const queue = (): void => {
      if (isWaiting) return;
      isWaiting = true;
      this.running = this.running.then(work).catch((err: unknown) => {
        this.logger.warn({ err }, 'storage upkeep failed');
      });
      void this.running.then(() => (isWaiting = false));
    };
    queue();
    this.timers.push(setInterval(queue, milliseconds));
  }

  private async purge(): Promise<void> {
    while (!this.isStopping) {
      const { taken, gone, failed } = await this.purgeObjects.execute();
      if (taken === 0) return;
      this.logger.info({ gone, failed: failed.length }, 'condemned objects purged');
      const [first] = failed;
      if (first !== undefined)
        this.logger.warn({ reason: first.reason }, 'stored objects could not be deleted');
    }
  }

  private async sweep(): Promise<void> {
    const found = await this.sweepStorage.execute();
    if (Object.values(found).some((count) => count > 0)) this.logger.info({ ...found }, 'storage swept');
  }
}
