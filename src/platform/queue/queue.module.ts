import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { RedisConfig } from '../redis/redis.config';
import { producerConnection } from './queue-connections';

/** BullMQ on our Redis. */
@Module({
  imports: [
    BullModule.forRootAsync({
      inject: [RedisConfig],
      useFactory: (config: RedisConfig) => ({
        prefix: config.queuePrefix,
        connection: producerConnection(config),
      }),
    }),
  ],
})
export class QueueModule {}
