import { Controller, Get, Header, Req } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import { HttpConfig } from '../http/http.config';
import { Forbidden } from '../http/http.errors';
import { Operation } from '../http/contract/operation.decorator';
import type { FramegateRequest } from '../http/server/framegate-request';
import { MetricsRegistry } from './metrics-registry';

const EXPOSITION = 'text/plain; version=0.0.4; charset=utf-8';

@ApiTags('Health')
@Controller('metrics')
export class MetricsController {
  constructor(
    private readonly metrics: MetricsRegistry,
    private readonly config: HttpConfig,
  ) {}

  @Get()
  @Header('Content-Type', EXPOSITION)
  @Operation({
    id: 'probeMetrics',
    summary: 'Figures of this process for Prometheus',
    description: 'For the addresses of METRICS_ALLOW_CIDRS.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'The Prometheus text format.', mediaType: 'text/plain' },
    errors: [Forbidden],
  })
  read(@Req() request: FramegateRequest): Promise<string> {
    if (!this.config.metricsAllow.contains(request.clientAddress))
      throw Forbidden('This address may not read metrics.');
    return this.metrics.registry.metrics();
  }
}
