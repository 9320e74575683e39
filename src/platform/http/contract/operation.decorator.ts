import {
  applyDecorators,
  HttpCode,
  SetMetadata,
  UseInterceptors,
  type ExecutionContext,
  type Type,
} from '@nestjs/common';
import { ApiExtension, ApiExtraModels, ApiOperation, ApiResponse } from '@nestjs/swagger';
import type { Scope, TicketUse } from '#kernel/actor';
import type { ErrorDefinition } from '#kernel/domain-error';
import { IdempotencyInterceptor } from '../../idempotency/idempotency.interceptor';
import { ProblemDto } from './problem.dto';

/**
 * Who may call an operation. `public`: anyone. `signed-in`: any valid credential. `person`: a signed-in user, never an API
 * key; `admin-person`: an admin in person. A scope: a credential that holds it. `admin`: the scope and the role of that name.
 */
export type Access = 'public' | 'signed-in' | 'person' | 'admin-person' | Scope;

export function isForPersons(access: Access): access is 'person' | 'admin-person' {
  return access === 'person' || access === 'admin-person';
}

export function isForAdmins(access: Access): boolean {
  return access === 'admin' || access === 'admin-person';
}

/** Which bucket a call is counted in; `none` for probes and for what players fetch by the hundred. */
export type RateClass = 'general' | 'auth' | 'none';

export interface Answer {
  readonly status: number;
  readonly description: string;
  readonly type?: Type;
  readonly mediaType?: string;
}

export interface OperationOptions {
  /** Stable: logs, metrics, clients and the authorisation matrix call the operation by it. */
  readonly id: string;
  readonly summary: string;
  /** What a caller should know beyond the summary. */
  readonly description: string;
  readonly access: Access;
  readonly rateClass?: RateClass;
  readonly answer: Answer;
  /** Other good answers, for example 503 of a health probe. */
  readonly alsoAnswers?: readonly Answer[];
  /** What it refuses beyond what access, validation and limits refuse at every route. */
  readonly errors?: readonly ErrorDefinition[];
  /** The shape of its refusals, where they say more than others do. */
  readonly problem?: Type<ProblemDto>;
  /** Takes an Idempotency-Key: every POST that creates or spends. */
  readonly isIdempotent?: boolean;
  /** Takes a ticket for this in the address (`?ticket=`), from callers that can send no header. */
  readonly ticketFor?: TicketUse;
}

export interface OperationMetadata {
  readonly id: string;
  readonly access: Access;
  readonly rateClass: RateClass;
  readonly isIdempotent: boolean;
  readonly ticketFor: TicketUse | null;
}

/** What the document is completed from; taken out of it again before it is published. */
export interface ContractNotes {
  readonly access: Access;
  readonly rateClass: RateClass;
  readonly isIdempotent: boolean;
  readonly errors: readonly ErrorDefinition[];
  readonly problem: Type<ProblemDto>;
}

export const CONTRACT_NOTES = 'x-contract-notes';
const OPERATION = Symbol('operation');

/** Everything that is promised about a route, once: guards, limits, metrics and the OpenAPI document read it. */
export function Operation(options: OperationOptions): MethodDecorator {
  const {
    id,
    access,
    rateClass = 'general',
    isIdempotent = false,
    ticketFor = null,
    answer,
    alsoAnswers = [],
    errors = [],
    problem = ProblemDto,
  } = options;
  const metadata: OperationMetadata = { id, access, rateClass, isIdempotent, ticketFor };
  const notes: ContractNotes = { access, rateClass, isIdempotent, errors, problem };
  return applyDecorators(
    SetMetadata(OPERATION, metadata),
    HttpCode(answer.status),
    ApiOperation({
      operationId: id,
      summary: options.summary,
      description: options.description,
    }),
    ApiExtension(CONTRACT_NOTES, notes),
    ...(isIdempotent ? [UseInterceptors(IdempotencyInterceptor)] : []),
    ...(problem === ProblemDto ? [] : [ApiExtraModels(problem)]),
    ...[answer, ...alsoAnswers].map(documentAnswer),
  );
}

export function operationOf(context: ExecutionContext): OperationMetadata {
  const metadata = Reflect.getMetadata(OPERATION, context.getHandler()) as OperationMetadata | undefined;
  if (metadata === undefined)
    throw new Error(`${context.getHandler().name} has no @Operation: nothing says who may call it`);
  return metadata;
}

function documentAnswer({ status, description, type, mediaType }: Answer): MethodDecorator {
  if (mediaType !== undefined) {
    return ApiResponse({ status, description, content: { [mediaType]: { schema: { type: 'string' } } } });
  }
  return type === undefined
    ? ApiResponse({ status, description })
    : ApiResponse({ status, description, type });
}
