import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import type { Response } from 'express';
import { rateLimitBlock } from '#libs/cidr';
import { RateLimited } from '../http.errors';
import { HttpConfig } from '../http.config';
import { operationOf, type RateClass } from '../contract/operation.decorator';
import type { FramegateRequest } from '../server/framegate-request';
import type { RatePolicy, RateVerdict } from './gcra';
import { RateLimiter } from './rate-limiter';

/** While each process counts alone, many processes together would let too many guesses through. */
const ALONE_SHARE = 0.25;

interface Limit {
  readonly policy: RatePolicy;
  readonly whenAlone: RatePolicy;
}

/** Counts a request before anything is decided about it, refused ones too. */
@Injectable()
export class RateLimitGuard implements CanActivate {
  private readonly limits: Readonly<Record<Exclude<RateClass, 'none'>, Limit>>;

  constructor(
    private readonly limiter: RateLimiter,
    config: HttpConfig,
  ) {
    const general: RatePolicy = { name: 'general', perSecond: config.ratePerSecond, burst: config.rateBurst };
    const auth: RatePolicy = {
      name: 'auth',
      perSecond: config.authRatePerMinute / 60,
      burst: config.authRatePerMinute,
    };
    this.limits = {
      general: { policy: general, whenAlone: general },
      auth: { policy: auth, whenAlone: stricter(auth) },
    };
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { rateClass } = operationOf(context);
    if (rateClass === 'none') return true;
    const http = context.switchToHttp();
    const request = http.getRequest<FramegateRequest>();
    const { policy, whenAlone } = this.limitOf(rateClass, request);
    const caller = rateClass === 'auth' ? addressOf(request) : callerOf(request);
    const verdict = await this.limiter.take(policy, caller, { whenAlone });
    announce(http.getResponse<Response>(), policy, verdict);
    if (!verdict.isAllowed) throw RateLimited(undefined, { retryAfterSeconds: verdict.retryAfterSeconds });
    return true;
  }

  private limitOf(rateClass: Exclude<RateClass, 'none'>, { ratePerSecond }: FramegateRequest): Limit {
    const limit = this.limits[rateClass];
    if (rateClass !== 'general' || ratePerSecond == null) return limit;
    const policy = atRate(limit.policy, ratePerSecond);
    return { policy, whenAlone: policy };
  }
}

/** A burst that is to the rate as everybody's is. */
function atRate({ name, perSecond, burst }: RatePolicy, rate: number): RatePolicy {
  return { name, perSecond: rate, burst: Math.max(1, Math.round((burst * rate) / perSecond)) };
}

/** draft-ietf-httpapi-ratelimit-headers: what the policy is, and what is left of it. */
function announce(response: Response, policy: RatePolicy, verdict: RateVerdict): void {
  const window = Math.max(1, Math.round(policy.burst / policy.perSecond));
  response.setHeader('RateLimit-Policy', `"${policy.name}";q=${String(policy.burst)};w=${String(window)}`);
  response.setHeader(
    'RateLimit',
    `"${policy.name}";r=${String(verdict.remaining)};t=${String(Math.ceil(verdict.resetSeconds))}`,
  );
}

function callerOf(request: FramegateRequest): string {
  const { actor } = request;
  if (actor?.kind !== 'user') return addressOf(request);
  return actor.credential.kind === 'api_key' ? `key:${actor.credential.id}` : `user:${actor.userId}`;
}

function addressOf(request: FramegateRequest): string {
  return `address:${rateLimitBlock(request.clientAddress)}`;
}

function stricter(policy: RatePolicy): RatePolicy {
  return {
    name: policy.name,
    perSecond: policy.perSecond * ALONE_SHARE,
    burst: Math.max(1, Math.floor(policy.burst * ALONE_SHARE)),
  };
}
