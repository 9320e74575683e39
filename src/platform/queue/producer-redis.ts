import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { RedisConfig } from '../redis/redis.config';

const RECONNECT_MS = 500;

/**
 * For who puts jobs into a queue. It fails at once while Redis is away: what it wanted to say stands in Postgres. It is ours
 * and not the library's, which would say goodbye at the end to a Redis that is away, and fail at that.
 */
@Injectable()
export class ProducerRedis extends Redis implements OnApplicationShutdown {
  constructor(config: RedisConfig) {
    super(config.url.reveal(), {
      // Commands that wait in memory for a connection would be lost with the process, and sent when nobody expects them.
      enableOfflineQueue: false,
      // A command that broke off is sent again once at most: its caller asks again by himself.
      maxRetriesPerRequest: 1,
      retryStrategy: () => RECONNECT_MS,
    });
    // Redis away is told once, by the courier of this process; without a listener the emitter would end the process.
    this.on('error', () => undefined);
  }

  onApplicationShutdown(): void {
    this.disconnect();
  }
}
