import { TextField, TimeField, WholeNumberField, ListField } from './fields';
import { ApiPropertyOptional } from '@nestjs/swagger';

export class FieldFaultDto {
  @TextField({ max: 255, description: 'Path of the value within the body or query.', example: 'email' })
  field!: string;

  @TextField({ max: 64, description: 'Stable code of the fault.', example: 'NOT_EMAIL' })
  code!: string;

  @TextField({ max: 1024, description: 'One human sentence.', example: 'email must be an email' })
  message!: string;
}

/** RFC 9457. */
export class ProblemDto {
  @TextField({
    max: 255,
    description: 'Stable URN of the problem type.',
    example: 'urn:framegate:problem:forbidden',
  })
  type!: string;

  @TextField({ max: 255, description: 'What this type of problem is called.', example: 'Not allowed' })
  title!: string;

  @WholeNumberField({ min: 400, max: 599, description: 'The HTTP status.', example: 403 })
  status!: number;

  @TextField({
    max: 2048,
    description: 'One human sentence about this occurrence.',
    example: 'Only an admin may do this.',
  })
  detail!: string;

  @TextField({ max: 2048, description: 'Path of the request.', example: '/api/v1/users' })
  instance!: string;

  @TextField({ max: 64, description: 'Stable code, explained in docs/problems.md.', example: 'FORBIDDEN' })
  error_code!: string;

  @TextField({
    max: 128,
    description: 'Finds the request in the log.',
    example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4',
  })
  request_id!: string;

  @TimeField({ description: 'When it happened.', example: '2026-11-20T12:00:00.000Z' })
  timestamp!: string;

  @ListField({
    of: () => FieldFaultDto,
    isOptional: true,
    description: 'One entry a faulty value.',
    example: [],
  })
  errors?: FieldFaultDto[];

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    description: 'Facts to act upon.',
    example: {},
  })
  details?: Record<string, unknown>;
}
