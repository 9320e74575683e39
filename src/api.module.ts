import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { AuthenticationGuard } from '#modules/auth';
import { CacheModule } from '#platform/cache/cache.module';
import { ConfigModule } from '#platform/config/config.module';
import type { Configuration } from '#platform/config/parse-configuration';
import { DatabaseModule } from '#platform/database/database.module';
import { API_CONNECTION } from '#platform/database/database-options';
import { HealthModule } from '#platform/health/health.module';
import { AuthorisationGuard } from '#platform/http/contract/authorisation.guard';
import { HttpModule } from '#platform/http/http.module';
import { RateLimitGuard } from '#platform/http/rate-limit/rate-limit.guard';
import { InvariantsModule } from '#platform/invariants/invariants.module';
import { LoggingModule } from '#platform/logging/logging.module';
import type { Logger } from '#platform/logging/logger';
import { MetricsModule } from '#platform/metrics/metrics.module';
import { FactFeedModule } from '#platform/outbox/fact-feed.module';
import { OutboxModule } from '#platform/outbox/outbox.module';
import { RoundsModule } from '#platform/process/rounds.module';
import { TemporaryFoldersModule } from '#platform/process/temporary-folders.module';
import { QueueModule } from '#platform/queue/queue.module';
import { RedisModule } from '#platform/redis/redis.module';
import { SecretsModule } from '#platform/secrets/secrets.module';
import { TimeModule } from '#platform/time/time.module';
import { AuditModule } from './modules/audit/audit.module';
import { AuthModule } from './modules/auth/auth.module';
import { EventsModule } from './modules/events/events.module';
import { PlaybackModule } from './modules/playback/playback.module';
import { ProcessingModule } from './modules/processing/processing.module';
import { QuotaModule } from './modules/quota/quota.module';
import { SitesModule } from './modules/sites/sites.module';
import { StorageModule } from './modules/storage/storage.module';
import { UploadsModule } from './modules/uploads/uploads.module';
import { VideosModule } from './modules/videos/videos.module';

const PLATFORM = [
  CacheModule,
  FactFeedModule,
  HttpModule,
  HealthModule,
  InvariantsModule,
  MetricsModule,
  OutboxModule,
  QueueModule,
  RedisModule,
  RoundsModule,
  SecretsModule,
  TemporaryFoldersModule,
  TimeModule,
];
/** The router tries their routes in this order, so what is asked most comes first. */
const MODULES = [
  VideosModule,
  PlaybackModule,
  AuditModule,
  AuthModule,
  EventsModule,
  ProcessingModule,
  QuotaModule,
  SitesModule,
  StorageModule,
  UploadsModule,
];

/** In this order: who asks, how often, and whether they may. Nothing of ours runs for whom they stop. */
const GUARDS = [AuthenticationGuard, RateLimitGuard, AuthorisationGuard].map((useClass) => ({
  provide: APP_GUARD,
  useClass,
}));

/** What the HTTP process runs. */
@Module({})
export class ApiModule {
  static of(configuration: Configuration, logger: Logger): DynamicModule {
    return {
      module: ApiModule,
      imports: [
        ConfigModule.of(configuration),
        LoggingModule.of(logger),
        DatabaseModule.for(API_CONNECTION),
        ...PLATFORM,
        ...MODULES,
      ],
      providers: GUARDS,
    };
  }
}
