import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { RedisConfig } from '../redis/redis.config';
import { ProducerRedis } from './producer-redis';

/** BullMQ on our Redis, for the process that only puts in and counts. */
@Module({
  imports: [
    BullModule.forRootAsync({
      extraProviders: [ProducerRedis],
      inject: [RedisConfig, ProducerRedis],
      useFactory: (config: RedisConfig, connection: ProducerRedis) => ({
        prefix: config.queuePrefix,
        connection,
      }),
    }),
  ],
})
export class QueueModule {}
