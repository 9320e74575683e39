import type { DomainError, FieldFault } from '#kernel/domain-error';
import { STATUS_OF_KIND } from './status-of-kind';

/** RFC 9457, with the members that every answer of ours adds. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly detail: string;
  readonly instance: string;
  readonly error_code: string;
  readonly request_id: string;
  readonly timestamp: string;
  readonly errors?: readonly FieldFault[];
  readonly details?: Readonly<Record<string, unknown>>;
}

export interface Occurrence {
  readonly path: string;
  readonly requestId: string;
  readonly at: Date;
}

export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** A URN: stable over releases and installations; docs/problems.md explains each. */
export function problemType(code: string): string {
  return `urn:framegate:problem:${code.toLowerCase().replaceAll('_', '-')}`;
}

export function problemOf(error: DomainError, occurrence: Occurrence): Problem {
  const { faults, details } = error.facts;
  return {
    type: problemType(error.code),
    title: error.definition.title,
    status: STATUS_OF_KIND[error.definition.kind],
    detail: error.message,
    instance: occurrence.path,
    error_code: error.code,
    request_id: occurrence.requestId,
    timestamp: occurrence.at.toISOString(),
    ...(faults === undefined ? {} : { errors: faults }),
    ...(details === undefined ? {} : { details }),
  };
}
