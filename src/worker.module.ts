import { Module, type DynamicModule } from '@nestjs/common';
import { CacheModule } from '#platform/cache/cache.module';
import { ConfigModule } from '#platform/config/config.module';
import type { Configuration } from '#platform/config/parse-configuration';
import { DatabaseModule } from '#platform/database/database.module';
import { WORKER_CONNECTION } from '#platform/database/database-options';
import { HousekeepingModule } from '#platform/housekeeping/housekeeping.module';
import { LoggingModule } from '#platform/logging/logging.module';
import type { Logger } from '#platform/logging/logger';
import { MetricsRegistryModule } from '#platform/metrics/metrics-registry.module';
import { MetricsListenerModule } from '#platform/metrics/metrics-listener.module';
import { OutboxModule } from '#platform/outbox/outbox.module';
import { RelayModule } from '#platform/outbox/relay.module';
import { RoundsModule } from '#platform/process/rounds.module';
import { TemporaryFoldersModule } from '#platform/process/temporary-folders.module';
import { RedisModule } from '#platform/redis/redis.module';
import { AuditTrailModule } from './modules/audit/audit-trail.module';
import { AuditUpkeepModule } from './modules/audit/audit-upkeep.module';
import { AuthUpkeepModule } from './modules/auth/auth-upkeep.module';
import { ProcessingWorkModule } from './modules/processing/processing-work.module';
import { UploadUpkeepModule } from './modules/uploads/upload-upkeep.module';
import { VideoUpkeepModule } from './modules/videos/video-upkeep.module';
import { StorageUpkeepModule } from './modules/storage/storage-upkeep.module';

/** What the queue process runs. */
@Module({})
export class WorkerModule {
  static of(configuration: Configuration, logger: Logger): DynamicModule {
    return {
      module: WorkerModule,
      imports: [
        ConfigModule.of(configuration),
        LoggingModule.of(logger),
        DatabaseModule.for(WORKER_CONNECTION),
        CacheModule,
        RedisModule,
        MetricsRegistryModule,
        OutboxModule,
        RelayModule,
        AuditTrailModule,
        RoundsModule,
        HousekeepingModule,
        TemporaryFoldersModule,
        MetricsListenerModule,
        AuditUpkeepModule,
        AuthUpkeepModule,
        StorageUpkeepModule,
        ProcessingWorkModule,
        UploadUpkeepModule,
        VideoUpkeepModule,
      ],
    };
  }
}
