import { Global, Module } from '@nestjs/common';
import { Paging } from './paging/paging';
import { RateLimiter } from './rate-limit/rate-limiter';
import { RequestEnvelope } from './server/request-envelope';
import { RequestMetrics } from './server/request-metrics';
import { Draining } from './server/draining';
import { Addresses } from './server/addresses';

@Global()
@Module({
  providers: [Paging, RateLimiter, RequestEnvelope, RequestMetrics, Draining, Addresses],
  exports: [Paging, RateLimiter, RequestEnvelope, Draining, Addresses],
})
export class HttpModule {}
