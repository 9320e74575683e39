import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, EXAMPLE_TIME, NO_VALUE } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ListField,
  ObjectField,
  TextField,
  TimeField,
  UuidField,
} from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import type { AuditEvent } from '../domain/audit-event';
import type { AuditFilter } from '../ports/audit-reader';

const ACTOR_TYPES = ['visitor', 'user', 'api_key', 'system'];
const LONGEST = 255;

export class AuditEventListQueryDto extends PageQueryDto {
  @UuidField({ isOptional: true, description: 'Only what this user did.', example: EXAMPLE_ID })
  actor_id?: string;

  @TextField({
    min: 3,
    max: LONGEST,
    pattern: /^[a-z_]+\.[a-z_]+$/,
    isOptional: true,
    description: 'Only this action.',
    example: 'user.logged_in',
  })
  action?: string;

  @TextField({
    min: 1,
    max: LONGEST,
    isOptional: true,
    description: 'Only what was done to the thing with this id.',
    example: EXAMPLE_ID,
  })
  target_id?: string;

  @TimeField({
    isOptional: true,
    description: 'Only what was done after this moment.',
    example: EXAMPLE_TIME,
  })
  occurred_after?: string;

  @TimeField({
    isOptional: true,
    description: 'Only what was done before this moment.',
    example: EXAMPLE_TIME,
  })
  occurred_before?: string;
}

export class AuditActorDto {
  @ChoiceField({
    of: ACTOR_TYPES,
    description: 'A `visitor` is nobody who signed in; `system` is the service itself.',
    example: 'user',
  })
  type!: string;

  @UuidField({
    isNullable: true,
    description: 'Which user; null for visitors and the system.',
    example: EXAMPLE_ID,
  })
  id!: string | null;
}

/** Never changed once it is written. */
export class AuditEventDto {
  @UuidField({ description: 'Id of the event.', example: EXAMPLE_ID })
  id!: string;

  @TimeField({ description: 'When it was done.', example: EXAMPLE_TIME })
  occurred_at!: string;

  @ObjectField({ of: () => AuditActorDto, description: 'Who did it.', example: undefined })
  actor!: AuditActorDto;

  @TextField({ max: LONGEST, description: 'What was done, as `noun.verb`.', example: 'user.logged_in' })
  action!: string;

  @TextField({ max: LONGEST, description: 'What kind of thing it was done to.', example: 'user' })
  target_type!: string;

  @TextField({
    max: LONGEST,
    isNullable: true,
    description: 'To which one; null where it has no id.',
    example: EXAMPLE_ID,
  })
  target_id!: string | null;

  @TextField({ max: LONGEST, description: 'Where the request came from.', example: '192.0.2.7' })
  address!: string;

  @TextField({ max: LONGEST, description: '`X-Request-Id` of the request.', example: EXAMPLE_ID })
  request_id!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was so before, where that helps.',
    example: NO_VALUE,
  })
  before!: object | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What was so afterwards, where that helps.',
    example: { is_admin: true },
  })
  after!: object | null;
}

export class AuditEventListDto extends PageDto {
  @ListField({ of: () => AuditEventDto, description: 'Newest first.', example: undefined })
  events!: AuditEventDto[];
}

export function toAuditFilter(query: AuditEventListQueryDto): AuditFilter {
  return {
    actorId: query.actor_id ?? null,
    action: query.action ?? null,
    targetId: query.target_id ?? null,
    occurredAfter: timeOf(query.occurred_after),
    occurredBefore: timeOf(query.occurred_before),
  };
}

export function toAuditEventDto(event: AuditEvent): AuditEventDto {
  return {
    id: event.id,
    occurred_at: event.occurredAt.toISOString(),
    actor: { type: event.actorType, id: event.actorId },
    action: event.action,
    target_type: event.targetType,
    target_id: event.targetId,
    address: event.address,
    request_id: event.requestId,
    before: event.before,
    after: event.after,
  };
}

function timeOf(text: string | undefined): Date | null {
  return text === undefined ? null : new Date(text);
}
