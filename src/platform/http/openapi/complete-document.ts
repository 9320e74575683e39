import type { OpenAPIObject } from '@nestjs/swagger';
import type { Scope } from '#kernel/actor';
import type { ErrorDefinition } from '#kernel/domain-error';
import {
  IdempotencyInFlight,
  IdempotencyKeyInvalid,
  IdempotencyKeyReused,
} from '../../idempotency/idempotency.errors';
import {
  CONTRACT_NOTES,
  isForAdmins,
  isForPersons,
  type Access,
  type ContractNotes,
} from '../contract/operation.decorator';
import { ProblemDto } from '../contract/problem.dto';
import {
  AddressNotAllowed,
  BodyMissing,
  BodyTooLarge,
  CredentialInUrl,
  DependencyUnavailable,
  Forbidden,
  Internal,
  MalformedJson,
  Overloaded,
  PersonNeeded,
  RateLimited,
  ScopeMissing,
  TwoCredentials,
  Unauthenticated,
  UnsupportedMediaType,
  ValidationFailed,
} from '../http.errors';
import { STATUS_OF_KIND } from '../problems/status-of-kind';
import type { OperationObject, ResponseObject } from './document-types';
import { addExamples, exampleNamed } from './examples';
import { headersOf, usedHeaders } from './response-headers';
import { problemResponse, type ProblemShape } from './problem-response';

/** Which scheme, of those that the document names. */
type SecurityRequirement = Record<string, string[]>;

/** Adds to every operation, in place, what it shares with others: security, refusals, headers and examples. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  for (const [path, item] of Object.entries(document.paths)) {
    for (const operation of Object.values(item as Record<string, unknown>).filter(isOperation)) {
      completeOperation(document, path, operation);
    }
  }
  document.components = { ...document.components, headers: usedHeaders(document) };
  addExamples(document);
  return document;
}

function isOperation(value: unknown): value is OperationObject {
  return typeof value === 'object' && value !== null && 'operationId' in value;
}

function completeOperation(document: OpenAPIObject, path: string, operation: OperationObject): void {
  const notes = Reflect.get(operation, CONTRACT_NOTES) as ContractNotes;
  Reflect.deleteProperty(operation, CONTRACT_NOTES);
  operation.security = securityOf(notes);
  tellScope(operation, notes);
  tellWhetherBodyIsNeeded(document, operation);
  if (notes.isIdempotent) addIdempotencyKey(operation);
  const refusals = refusalsOf(operation, notes);
  const shape = shapeOf(document, notes);
  for (const [status, errors] of byStatus(refusals)) {
    operation.responses[String(status)] ??= problemResponse(path, status, errors, shape);
  }
  for (const response of Object.values(operation.responses)) {
    (response as ResponseObject).headers = headersOf(notes);
  }
}

function shapeOf(document: OpenAPIObject, { problem }: ContractNotes): ProblemShape {
  const { name } = problem;
  return { name, members: name === ProblemDto.name ? {} : (exampleNamed(name, document) as object) };
}

/** Bearer schemes have no room for scopes in `security` that every tool accepts, so they stand beside it. */
function tellScope(operation: OperationObject, { access }: ContractNotes): void {
  if (isForPersons(access))
    operation.description = `${operation.description ?? ''} Takes a signed-in user, never an API key.`.trim();
  if (!needsScope(access)) return;
  Reflect.set(operation, 'x-required-scopes', [access]);
  operation.description = `${operation.description ?? ''} Needs the scope \`${access}\`.`.trim();
}

/** A body of optional members alone may be left out; the library calls every body required. */
function tellWhetherBodyIsNeeded(document: OpenAPIObject, operation: OperationObject): void {
  const body = operation.requestBody;
  if (body === undefined || !('content' in body)) return;
  const schema = body.content['application/json']?.schema;
  if (schema === undefined || !('$ref' in schema)) return;
  const target = document.components?.schemas?.[schema.$ref.slice(schema.$ref.lastIndexOf('/') + 1)];
  body.required = target !== undefined && 'required' in target && (target.required ?? []).length > 0;
}

function securityOf({ access }: ContractNotes): SecurityRequirement[] {
  if (access === 'public') return [];
  return isForPersons(access) ? [{ bearer: [] }] : [{ bearer: [] }, { apiKey: [] }];
}

function needsScope(access: Access): access is Scope {
  return access !== 'public' && access !== 'signed-in' && !isForPersons(access);
}

function addIdempotencyKey(operation: OperationObject): void {
  operation.parameters = [
    ...(operation.parameters ?? []),
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: false,
      description:
        'Makes a repetition within 24 hours answer like the first request instead of acting again.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '4e7d1a8c-order-17',
    },
  ];
}

function refusalsOf(operation: OperationObject, notes: ContractNotes): ErrorDefinition[] {
  const takesJson = bodyTypesOf(operation).includes('application/json');
  const takesValues = operation.requestBody !== undefined || (operation.parameters ?? []).length > 0;
  return [
    ...notes.errors,
    TwoCredentials,
    CredentialInUrl,
    ...(takesJson ? [MalformedJson, BodyTooLarge, UnsupportedMediaType] : []),
    ...(takesJson && needsBody(operation) ? [BodyMissing] : []),
    ...(takesValues ? [ValidationFailed] : []),
    ...refusalsOfCallers(notes),
    ...(notes.rateClass === 'none' ? [] : [RateLimited]),
    ...(notes.isIdempotent ? [IdempotencyKeyInvalid, IdempotencyInFlight, IdempotencyKeyReused] : []),
    DependencyUnavailable,
    Overloaded,
    Internal,
  ];
}

function refusalsOfCallers({ access }: ContractNotes): ErrorDefinition[] {
  if (access === 'public') return [];
  return [
    Unauthenticated,
    AddressNotAllowed,
    ...(needsScope(access) ? [ScopeMissing] : []),
    ...(isForPersons(access) ? [PersonNeeded] : []),
    ...(isForAdmins(access) ? [Forbidden] : []),
  ];
}

function bodyTypesOf({ requestBody }: OperationObject): string[] {
  return requestBody !== undefined && 'content' in requestBody ? Object.keys(requestBody.content) : [];
}

function needsBody({ requestBody }: OperationObject): boolean {
  return requestBody !== undefined && 'required' in requestBody && requestBody.required;
}

function byStatus(errors: readonly ErrorDefinition[]): Map<number, ErrorDefinition[]> {
  const statuses = new Map<number, ErrorDefinition[]>();
  for (const error of errors) {
    const status = STATUS_OF_KIND[error.kind];
    const known = statuses.get(status) ?? [];
    if (!known.some(({ code }) => code === error.code)) known.push(error);
    statuses.set(status, known);
  }
  return statuses;
}
