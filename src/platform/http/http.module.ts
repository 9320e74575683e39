import { Global, Module } from '@nestjs/common';
import { BodiesAtOnce } from './body/bodies-at-once';
import { StreamedRoutes } from './body/streamed-routes';
import { Paging } from './paging/paging';
import { ProblemMembers } from './problems/problem-members';
import { Refusals } from './problems/refusals';
import { RateLimiter } from './rate-limit/rate-limiter';
import { RequestEnvelope } from './server/request-envelope';
import { RequestMetrics } from './server/request-metrics';
import { Draining } from './server/draining';
import { Addresses } from './server/addresses';
import { TransferPace } from './server/transfer-pace';

@Global()
@Module({
  providers: [
    Paging,
    ProblemMembers,
    RateLimiter,
    Refusals,
    RequestEnvelope,
    RequestMetrics,
    Draining,
    Addresses,
    BodiesAtOnce,
    StreamedRoutes,
    TransferPace,
  ],
  exports: [
    BodiesAtOnce,
    Paging,
    ProblemMembers,
    RateLimiter,
    Refusals,
    RequestEnvelope,
    Draining,
    Addresses,
    StreamedRoutes,
    TransferPace,
  ],
})
export class HttpModule {}
