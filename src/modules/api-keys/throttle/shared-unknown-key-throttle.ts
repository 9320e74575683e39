import { Injectable } from '@nestjs/common';
import { rateLimitBlock } from '#libs/cidr';
import type { RatePolicy } from '#platform/http/rate-limit/gcra';
import { RateLimiter } from '#platform/http/rate-limit/rate-limiter';
import { UnknownKeyThrottle } from '../ports/unknown-key-throttle';

/** A typing mistake does not pass the checksum: who shows so many that nobody made is guessing. */
const UNKNOWN_KEYS: RatePolicy = { name: 'unknown-api-keys', perSecond: 0.5, burst: 30 };

@Injectable()
export class SharedUnknownKeyThrottle extends UnknownKeyThrottle {
  constructor(private readonly limiter: RateLimiter) {
    super();
  }

  async admits(address: string): Promise<boolean> {
    const { remaining } = await this.limiter.take(UNKNOWN_KEYS, rateLimitBlock(address), { cost: 0 });
    return remaining > 0;
  }

  async noteUnknown(address: string): Promise<void> {
    await this.limiter.take(UNKNOWN_KEYS, rateLimitBlock(address));
  }
}
