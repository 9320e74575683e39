import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Logger } from '../logging/logger';
import { RedisConfig } from './redis.config';

/** Thrown at once while Redis is away: whoever asks has something else to do then. */
export class RedisAway extends Error {
  constructor(cause?: unknown) {
    super('Redis is out of reach', { cause });
    this.name = 'RedisAway';
  }
}

const COMMAND_TIMEOUT_MS = 500;
const REST_AFTER_FAILURE_MS = 1_000;
const RECONNECT_MS = 500;

/**
 * Redis for short questions. It never queues while disconnected, and after a failure it rests for a second, so that a Redis
 * that accepts and never answers costs one request half a second and the others nothing.
 */
@Injectable()
export class RedisCourier implements OnApplicationShutdown {
  private readonly redis: Redis;
  private restsUntil = 0;
  private connected = 0;
  private wasAway = false;

  constructor(
    config: RedisConfig,
    private readonly unitOfWork: UnitOfWork,
    private readonly logger: Logger,
  ) {
    this.redis = new Redis(config.url.reveal(), {
      enableOfflineQueue: false,
      // Commands of one turn of the event loop share one write: many requests at once ask one question each.
      enableAutoPipelining: true,
      maxRetriesPerRequest: 0,
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: COMMAND_TIMEOUT_MS * 2,
      retryStrategy: () => RECONNECT_MS,
      autoResubscribe: false,
    });
    // Failures reach the caller of a command; without a listener the emitter would end the process.
    this.redis.on('error', (error) => this.noteAway(error));
    this.redis.on('ready', () => {
      this.connected += 1;
      this.noteBack();
    });
  }

  /** How often it connected: after each time it may be talking to a Redis that is not what it was. */
  get timesConnected(): number {
    return this.connected;
  }

  /**
   * A script of ours, before the first question: questions of one turn share a pipeline, and one that was begun before the
   * script was known would not know it.
   */
  teach(name: string, script: { readonly numberOfKeys: number; readonly lua: string }): void {
    this.redis.defineCommand(name, script);
  }

  async ask<T>(question: (redis: Redis) => Promise<T>): Promise<T> {
    this.unitOfWork.refuseSlowCall('Redis');
    if (performance.now() < this.restsUntil || this.redis.status !== 'ready') throw new RedisAway();
    try {
      const answer = await question(this.redis);
      this.noteBack();
      return answer;
    } catch (error) {
      this.restsUntil = performance.now() + REST_AFTER_FAILURE_MS;
      this.noteAway(error);
      throw new RedisAway(error);
    }
  }

  /** Gives a connection that is still opening a moment, so that the first requests find it. */
  async settle(): Promise<void> {
    if (this.redis.status === 'ready') return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, COMMAND_TIMEOUT_MS * 2);
      this.redis.once('ready', () => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  private noteAway(err: unknown): void {
    if (this.wasAway) return;
    this.wasAway = true;
    this.logger.warn({ err }, 'redis is out of reach');
  }

  private noteBack(): void {
    if (!this.wasAway) return;
    this.wasAway = false;
    this.logger.info({}, 'redis is back');
  }
}
