import type { ConnectionOptions } from 'bullmq';
import type { RedisConfig } from '../redis/redis.config';

const RECONNECT_MS = 500;

/** For who takes jobs out. It waits for Redis for ever, since it has nothing else to do, and needs no restart afterwards. */
export function workerConnection({ url }: RedisConfig): ConnectionOptions {
  return {
    url: url.reveal(),
    // BullMQ asks for this: its blocking command lasts longer than any number of retries would.
    maxRetriesPerRequest: null,
    retryStrategy: () => RECONNECT_MS,
  };
}
