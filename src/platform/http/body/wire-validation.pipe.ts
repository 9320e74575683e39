import { Injectable, ValidationPipe, type ArgumentMetadata } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import type { FieldFault } from '#kernel/domain-error';
import { DomainError } from '#kernel/domain-error';
import { BodyMissing, ValidationFailed } from '../http.errors';
import { ReadQueries } from './read-queries';
import { POISONED_NAMES } from './strict-json';

/** class-validator over every DTO: unknown fields are refused, and every fault is told at once. */
@Injectable()
export class WireValidationPipe extends ValidationPipe {
  private readonly queries = new ReadQueries();

  constructor() {
    super({
      transform: true,
      whitelist: true,
      forbidNonWhitelisted: true,
      forbidUnknownValues: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => ValidationFailed(undefined, { faults: faultsOf(errors) }),
    });
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'query') return this.readQuery(value, metadata);
    // The library would make an empty object of it.
    if (metadata.type === 'body' && value === null)
      throw ValidationFailed('The body must be an object, not null.');
    if (metadata.type !== 'body' || value !== undefined)
      return (await super.transform(value, metadata)) as unknown;
    try {
      return (await super.transform({}, metadata)) as unknown;
    } catch (error) {
      throw error instanceof DomainError ? BodyMissing() : error;
    }
  }

  private async readQuery(query: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    refusePoisonedNames(query);
    const { metatype } = metadata;
    const look = async () => (await super.transform(query, metadata)) as unknown;
    return metatype === undefined ? look() : this.queries.read(metatype, query, look);
  }
}

/** Bodies lost theirs when they were parsed. */
function refusePoisonedNames(query: unknown): void {
  const names = Object.keys(query ?? {}).filter((name) => POISONED_NAMES.has(name));
  if (names.length === 0) return;
  const faults = names.map((field) => ({
    field,
    code: 'UNKNOWN_FIELD',
    message: `${field} is not known here`,
  }));
  throw ValidationFailed(undefined, { faults });
}

export function faultsOf(errors: readonly ValidationError[], path = ''): FieldFault[] {
  return errors.flatMap((error) => {
    const field = path === '' ? error.property : `${path}.${error.property}`;
    const own = faultOf(field, error);
    return [...(own === null ? [] : [own]), ...faultsOf(error.children ?? [], field)];
  });
}

/** One fault a field, the first: what else is wrong with it shows once that is mended. */
function faultOf(field: string, error: ValidationError): FieldFault | null {
  const [rule, message] = Object.entries(error.constraints ?? {}).at(0) ?? [];
  if (rule === undefined || message === undefined) return null;
  if (rule === 'whitelistValidation')
    return { field, code: 'UNKNOWN_FIELD', message: `${field} is not known here` };
  if (error.value === undefined) return { field, code: 'REQUIRED', message: `${field} is required` };
  const context = error.contexts?.[rule] as { code?: string } | undefined;
  return { field, code: context?.code ?? 'INVALID', message };
}
