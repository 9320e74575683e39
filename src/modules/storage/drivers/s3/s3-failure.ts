import { DomainError } from '#kernel/domain-error';
import { CircuitOpen } from '#libs/circuit-breaker';
import {
  MultipartUploadNotFound,
  ObjectChanged,
  ObjectNotFound,
  PartMismatch,
  PartTooSmall,
  StorageUnavailable,
} from '../../domain/storage.errors';
import { NoAnswerInTime } from './patience';

const RETRY_SECONDS = 5;

const KNOWN: Readonly<Record<string, (sentence?: string, facts?: object) => DomainError>> = {
  NoSuchKey: ObjectNotFound,
  NotFound: ObjectNotFound,
  NoSuchUpload: MultipartUploadNotFound,
  PreconditionFailed: ObjectChanged,
  InvalidPart: PartMismatch,
  InvalidPartOrder: PartMismatch,
  MalformedXML: PartMismatch,
  EntityTooSmall: PartTooSmall,
};

const BUSY_OR_CLOSED = [401, 403, 408, 429];

interface ServiceFailure {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/**
 * What the store said, in words of the domain. What it did not say, because it is away or busy or does not take our
 * credentials, is StorageUnavailable: no client can mend it, and a video that waits until an operator has is not lost.
 */
export function asStorageError(error: unknown): unknown {
  if (error instanceof CircuitOpen) return unavailable(error, Math.ceil(error.retryAfterMs / 1000));
  if (error instanceof NoAnswerInTime) return unavailable(error);
  return isServiceFailure(error) ? asSaid(error) : error;
}

function asSaid(failure: ServiceFailure): unknown {
  const known = KNOWN[failure.name];
  if (known !== undefined) return known(undefined, { cause: failure });
  const status = failure.$metadata?.httpStatusCode;
  if (status === 412) return ObjectChanged(undefined, { cause: failure });
  if (status === 404) return ObjectNotFound(undefined, { cause: failure });
  if (status === undefined || status >= 500 || BUSY_OR_CLOSED.includes(status)) return unavailable(failure);
  return failure;
}

export function unavailable(cause: unknown, retryAfterSeconds = RETRY_SECONDS): DomainError {
  return StorageUnavailable(undefined, { cause, retryAfterSeconds });
}

export function isAway(error: unknown): boolean {
  return error instanceof DomainError && error.code === StorageUnavailable.code;
}

/** Of the SDK: an answer of the store, or a connection that failed; not that somebody told it to stop. */
function isServiceFailure(error: unknown): error is ServiceFailure {
  return error instanceof Error && '$metadata' in error && error.name !== 'AbortError';
}
