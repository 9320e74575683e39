import { DomainError, type ErrorKind } from '#kernel/domain-error';

/** What says nothing about an upload: the same completion may succeed later. */
const PASSING: ReadonlySet<ErrorKind> = new Set(['unavailable', 'storage_full', 'timed_out', 'internal']);

/** Whether a completion was refused for good, and not only hindered. */
export function isDecided(error: unknown): error is DomainError {
  return error instanceof DomainError && !PASSING.has(error.definition.kind);
}
