import { ApiKeysConfig } from '#modules/api-keys';
import { AuthConfig } from '#modules/auth';
import { EventsConfig } from '#modules/events';
import { PlaybackConfig } from '#modules/playback';
import { MediaConfig, ProcessingConfig } from '#modules/processing';
import { QuotaConfig } from '#modules/quota';
import { StorageConfig } from '#modules/storage';
import { UploadConfig } from '#modules/uploads';
import { VideoCacheConfig } from '#modules/videos';
import { RuntimeConfig } from '#platform/config/runtime.config';
import { DatabaseConfig } from '#platform/database/database.config';
import { HttpConfig } from '#platform/http/http.config';
import { MetricsConfig } from '#platform/metrics/metrics.config';
import { RedisConfig } from '#platform/redis/redis.config';

/** Every setting there is, in the order of the documentation. */
export const CONFIG_GROUPS = [
  RuntimeConfig,
  HttpConfig,
  DatabaseConfig,
  RedisConfig,
  StorageConfig,
  AuthConfig,
  ApiKeysConfig,
  QuotaConfig,
  UploadConfig,
  ProcessingConfig,
  MediaConfig,
  VideoCacheConfig,
  PlaybackConfig,
  EventsConfig,
  MetricsConfig,
];
