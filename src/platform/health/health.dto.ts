import { ApiPropertyOptional } from '@nestjs/swagger';
import { BooleanField, ChoiceField, TextField } from '../http/contract/fields';
import type { DependencyHealth } from './health-checks';

export class HealthDto {
  @ChoiceField({
    of: ['ok', 'degraded', 'unavailable'],
    description:
      '`degraded`: something is away, but requests are served; `unavailable`: Postgres is out of reach.',
    example: 'ok',
  })
  status!: string;

  @TextField({ max: 32, description: 'Release of the service.', example: '0.1.0' })
  version!: string;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Each dependency in detail; for admins only.',
    example: { postgres: { status: 'ok', is_essential: true, latency_ms: 0.8, facts: {} } },
  })
  dependencies?: Readonly<Record<string, DependencyHealth>>;
}

export class LivenessDto {
  @BooleanField({ description: 'The process answers.', example: true })
  live!: boolean;
}

export class ReadinessDto {
  @BooleanField({ description: 'Whether to send requests here.', example: true })
  ready!: boolean;
}
