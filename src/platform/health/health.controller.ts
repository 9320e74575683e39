import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Operation } from '../http/contract/operation.decorator';
import { Draining } from '../http/server/draining';
import type { FramegateRequest } from '../http/server/framegate-request';
import { RELEASE } from '../release';
import { HealthChecks } from './health-checks';
import { HealthDto, LivenessDto, ReadinessDto } from './health.dto';

@ApiTags('Health')
@Controller('health')
export class HealthController {
  constructor(
    private readonly checks: HealthChecks,
    private readonly draining: Draining,
  ) {}

  @Get()
  @Operation({
    id: 'probeHealth',
    summary: 'How the service and what it depends on are doing',
    description: 'Answers 503 only without Postgres. Admins also see each dependency.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'Requests are served.', type: HealthDto },
    alsoAnswers: [{ status: 503, description: 'Postgres is out of reach.', type: HealthDto }],
  })
  async health(
    @Req() request: FramegateRequest,
    @Res({ passthrough: true }) response: Response,
  ): Promise<HealthDto> {
    const { status, dependencies } = await this.checks.look();
    response.status(status === 'unavailable' ? 503 : 200);
    const isAdmin = request.actor?.kind === 'user' && request.actor.role === 'admin';
    return { status, version: RELEASE, ...(isAdmin ? { dependencies } : {}) };
  }

  @Get('live')
  @Operation({
    id: 'probeLiveness',
    summary: 'Whether the process answers at all',
    description: 'Restart the process when this does not answer. It looks at nothing else.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'It does.', type: LivenessDto },
  })
  live(): LivenessDto {
    return { live: true };
  }

  @Get('ready')
  @Operation({
    id: 'probeReadiness',
    summary: 'Whether to send requests to this process',
    description: 'False while the process stops, and while Postgres is out of reach.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'Send requests.', type: ReadinessDto },
    alsoAnswers: [{ status: 503, description: 'Send them elsewhere.', type: ReadinessDto }],
  })
  async ready(@Res({ passthrough: true }) response: Response): Promise<ReadinessDto> {
    const ready = !this.draining.isDraining && (await this.checks.look()).status !== 'unavailable';
    response.status(ready ? 200 : 503);
    return { ready };
  }
}
