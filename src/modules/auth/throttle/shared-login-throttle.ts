import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { rateLimitBlock } from '#libs/cidr';
import type { RatePolicy } from '#platform/http/rate-limit/gcra';
import { RateLimiter } from '#platform/http/rate-limit/rate-limiter';
import { TooManyFailedLogins } from '../domain/auth.errors';
import { LoginThrottle, type LoginAttempt } from '../ports/login-throttle';

const WINDOW_SECONDS = 15 * 60;
/** Ten failures from one address; a hundred from anywhere, so that a crowd of addresses cannot guess on for ever. */
const PER_ACCOUNT_AND_ADDRESS: RatePolicy = {
  name: 'login-failures',
  perSecond: 10 / WINDOW_SECONDS,
  burst: 10,
};
const PER_ACCOUNT: RatePolicy = {
  name: 'login-failures-anywhere',
  perSecond: 100 / WINDOW_SECONDS,
  burst: 100,
};

@Injectable()
export class SharedLoginThrottle extends LoginThrottle {
  constructor(private readonly limiter: RateLimiter) {
    super();
  }

  async admit(attempt: LoginAttempt): Promise<void> {
    for (const [policy, caller] of bucketsOf(attempt)) {
      const { remaining, resetSeconds } = await this.limiter.take(policy, caller, { cost: 0 });
      if (remaining > 0) continue;
      throw TooManyFailedLogins(undefined, {
        retryAfterSeconds: Math.min(resetSeconds, 1 / policy.perSecond),
      });
    }
  }

  async noteFailure(attempt: LoginAttempt): Promise<void> {
    for (const [policy, caller] of bucketsOf(attempt)) await this.limiter.take(policy, caller);
  }
}

/** Addresses of people do not belong into Redis keys. */
function bucketsOf({ email, address }: LoginAttempt): [RatePolicy, string][] {
  const account = createHash('sha256').update(email).digest('base64url').slice(0, 22);
  return [
    [PER_ACCOUNT_AND_ADDRESS, `${account}:${rateLimitBlock(address)}`],
    [PER_ACCOUNT, account],
  ];
}
