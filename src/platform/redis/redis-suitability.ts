import { Injectable } from '@nestjs/common';
import { Logger } from '../logging/logger';
import { RedisAway, RedisCourier } from './redis-courier';
import { RedisConfig } from './redis.config';

/**
 * A Redis that throws keys away when memory is short loses jobs without an error, and every one of them costs minutes until
 * the record offers it again. Better to say so once, at the start. A Redis that is away is not asked: nothing waits for it.
 */
@Injectable()
export class RedisSuitability {
  constructor(
    private readonly courier: RedisCourier,
    private readonly config: RedisConfig,
    private readonly logger: Logger,
  ) {}

  /** For processes that live on Redis; a command of the command line does not care. */
  async check(): Promise<void> {
    await this.courier.settle();
    const facts = await this.ask();
    if (facts === null) return;
    if (facts.policy !== null && facts.policy !== 'noeviction') this.complain(facts.policy);
    if (!facts.keepsLog)
      this.logger.info(
        {},
        'redis forgets its queue when it restarts; the work is offered again from the record',
      );
  }

  private complain(policy: string): void {
    const complaint = `Redis throws keys away when its memory is full (maxmemory-policy is ${policy})`;
    if (this.config.eviction === 'refuse')
      throw new Error(
        `${complaint}: set it to noeviction, or REDIS_EVICTION=warn to start all the same and wait for lost work.`,
      );
    this.logger.warn(
      { policy },
      'redis throws keys away when its memory is full: work may be lost for minutes',
    );
  }

  /** INFO, since managed services forbid CONFIG. */
  private async ask(): Promise<{ readonly policy: string | null; readonly keepsLog: boolean } | null> {
    try {
      const text = await this.courier.ask((redis) => redis.info());
      return {
        policy: /^maxmemory_policy:(\S+)/m.exec(text)?.[1] ?? null,
        keepsLog: /^aof_enabled:1/m.test(text),
      };
    } catch (error) {
      if (error instanceof RedisAway) return null;
      throw error;
    }
  }
}
