import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { RedisConfig } from '../redis/redis.config';

const RECONNECT_MS = 500;

/** BullMQ on our Redis. Producers fail at once while Redis is away: what they wanted to say stands in Postgres. */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [RedisConfig],
      useFactory: (config: RedisConfig) => ({
        prefix: config.queuePrefix,
        connection: {
          url: config.url.reveal(),
          enableOfflineQueue: false,
          maxRetriesPerRequest: 1,
          retryStrategy: () => RECONNECT_MS,
        },
      }),
    }),
  ],
})
export class QueueModule {}
