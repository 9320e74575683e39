import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/bounded-map';
import type { Redis } from 'ioredis';
import { RedisAway, RedisCourier } from '../../redis/redis-courier';
import { RedisConfig } from '../../redis/redis.config';
import { intervalMicros, TAKE_TOKEN_LUA, takeToken, type RatePolicy, type RateVerdict } from './gcra';

/** Callers that one process remembers while Redis is away; the oldest is forgotten first. */
const REMEMBERED_CALLERS = 20_000;

interface TokenRedis extends Redis {
  framegateTakeToken(
    key: string,
    interval: string,
    capacity: string,
    cost: string,
  ): Promise<[number, string, string]>;
}

/** One bucket a caller over all processes; a bucket of this process alone while Redis is away. Never no limit at all. */
@Injectable()
export class RateLimiter {
  private readonly local = new BoundedMap<string, number>(REMEMBERED_CALLERS);
  private readonly prefix: string;

  constructor(
    private readonly courier: RedisCourier,
    config: RedisConfig,
  ) {
    this.prefix = `${config.queuePrefix}:rate`;
    courier.teach('framegateTakeToken', { numberOfKeys: 1, lua: TAKE_TOKEN_LUA });
  }

  /** A `whenAlone` policy takes over while Redis cannot count for all processes together. */
  async take(
    policy: RatePolicy,
    caller: string,
    options: { cost?: number; whenAlone?: RatePolicy } = {},
  ): Promise<RateVerdict> {
    const { cost = 1, whenAlone = policy } = options;
    try {
      return await this.takeShared(policy, caller, cost);
    } catch (error) {
      if (error instanceof RedisAway) return this.takeLocal(whenAlone, caller, cost);
      throw error;
    }
  }

  private async takeShared(policy: RatePolicy, caller: string, cost: number): Promise<RateVerdict> {
    const interval = intervalMicros(policy);
    const capacity = interval * policy.burst;
    const [allowed, fullAt, now] = await this.courier.ask((redis) =>
      (redis as TokenRedis).framegateTakeToken(
        `${this.prefix}:${policy.name}:${caller}`,
        String(interval),
        String(capacity),
        String(cost),
      ),
    );
    const { verdict } = takeToken(policy, Number(fullAt), Number(now), 0);
    if (allowed === 1) return verdict;
    const waitMicros = Number(fullAt) + cost * interval - Number(now) - capacity;
    return { ...verdict, isAllowed: false, retryAfterSeconds: waitMicros / 1_000_000 };
  }

  private takeLocal(policy: RatePolicy, caller: string, cost: number): RateVerdict {
    const key = `${policy.name}:${caller}`;
    const taken = takeToken(policy, this.local.get(key), Math.floor(performance.now() * 1000), cost);
    this.local.set(key, taken.fullAt);
    return taken.verdict;
  }
}
