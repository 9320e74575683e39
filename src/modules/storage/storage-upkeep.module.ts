import { Module } from '@nestjs/common';
import { TimeModule } from '#platform/time/time.module';
import { AbortUnknownUploads } from './commands/abort-unknown-uploads';
import { CondemnStaleIntents } from './commands/condemn-stale-intents';
import { PurgeObjects } from './commands/purge-objects';
import { SweepStorage } from './commands/sweep-storage';
import { StorageUpkeep } from './jobs/storage-upkeep';
import { QuotaFreedBytes } from './persistence/quota-freed-bytes';
import { StorageChores } from './persistence/storage-chores';
import { QuotaLedgerModule } from '../quota/quota-ledger.module';
import { FreedBytes } from './ports/freed-bytes';
import { StorageDriversModule } from './storage-drivers.module';

/** The part of storage that runs in the worker. */
@Module({
  imports: [QuotaLedgerModule, StorageDriversModule, TimeModule],
  providers: [
    { provide: FreedBytes, useClass: QuotaFreedBytes },
    AbortUnknownUploads,
    CondemnStaleIntents,
    PurgeObjects,
    SweepStorage,
    StorageUpkeep,
    StorageChores,
  ],
  exports: [StorageDriversModule],
})
export class StorageUpkeepModule {}
