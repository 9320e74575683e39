import type { ConnectionOptions } from 'bullmq';
import type { RedisConfig } from '../redis/redis.config';

const RECONNECT_MS = 500;

/** For who puts jobs into a queue. It fails at once while Redis is away: what it wanted to say stands in Postgres. */
export function producerConnection({ url }: RedisConfig): ConnectionOptions {
  return {
    url: url.reveal(),
    // Commands that wait in memory for a connection would be lost with the process, and sent when nobody expects them.
    enableOfflineQueue: false,
    // A command that broke off is sent again once at most: its caller asks again by himself.
    maxRetriesPerRequest: 1,
    retryStrategy: () => RECONNECT_MS,
  };
}

/** For who takes jobs out. It waits for Redis for ever, since it has nothing else to do, and needs no restart afterwards. */
export function workerConnection({ url }: RedisConfig): ConnectionOptions {
  return {
    url: url.reveal(),
    // BullMQ asks for this: its blocking command lasts longer than any number of retries would.
    maxRetriesPerRequest: null,
    retryStrategy: () => RECONNECT_MS,
  };
}
