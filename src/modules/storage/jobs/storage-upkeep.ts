import { Injectable } from '@nestjs/common';
import { Logger } from '#platform/logging/logger';
import { Rounds } from '#platform/process/rounds';
import { PurgeObjects } from '../commands/purge-objects';
import { SweepStorage } from '../commands/sweep-storage';
import { StorageConfig } from '../storage.config';

/** What the worker does for the store: deletes what was condemned, and tidies up after processes that died. */
@Injectable()
export class StorageUpkeep {
  constructor(
    rounds: Rounds,
    config: StorageConfig,
    private readonly purgeObjects: PurgeObjects,
    private readonly sweepStorage: SweepStorage,
    private readonly logger: Logger,
  ) {
    rounds.add(
      { name: 'purge', everyMs: config.upkeepSeconds * 1000, work: (stopping) => this.purge(stopping) },
      { name: 'storage', everyMs: config.sweepSeconds * 1000, work: () => this.sweep() },
    );
  }

  private async purge(stopping: AbortSignal): Promise<void> {
    while (!stopping.aborted) {
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
