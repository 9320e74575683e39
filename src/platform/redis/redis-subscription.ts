import { Injectable, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Logger } from '../logging/logger';
import { RedisConfig } from './redis.config';

const RECONNECT_MS = 500;

/**
 * One connection of this process for all that others announce, whoever of us wants to hear it. What is announced while Redis
 * is away is lost: a listener that must know everything asks elsewhere too.
 */
@Injectable()
export class RedisSubscription implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly listeners = new Map<string, (text: string) => void>();
  private readonly connection: Redis;

  constructor(
    private readonly logger: Logger,
    config: RedisConfig,
  ) {
    this.connection = new Redis(config.url.reveal(), {
      lazyConnect: true,
      maxRetriesPerRequest: null,
      retryStrategy: () => RECONNECT_MS,
    });
  }

  /** Before the process starts: what is announced from then on is heard. */
  hear(channel: string, listener: (text: string) => void): void {
    this.listeners.set(channel, listener);
  }

  onApplicationBootstrap(): void {
    if (this.listeners.size === 0) return;
    this.connection.on('error', () => undefined); // the courier of this process reports Redis once
    this.connection.on('message', (channel, text) => this.listeners.get(channel)?.(text));
    this.connection.subscribe(...this.listeners.keys()).catch((err: unknown) => {
      this.logger.warn({ err }, 'redis channels could not be subscribed to');
    });
  }

  onApplicationShutdown(): void {
    this.connection.disconnect();
  }
}
