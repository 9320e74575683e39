import { DomainError } from '#kernel/domain-error';
import {
  MultipartUploadNotFound,
  ObjectChanged,
  ObjectNotFound,
  PartMismatch,
  PartTooSmall,
  StorageUnavailable,
} from '../../domain/storage.errors';

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

interface ServiceFailure {
  readonly name: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

/** What the store said, in words of the domain. What it did not say, because it is away or busy, is StorageUnavailable. */
export function asStorageError(error: unknown): unknown {
  if (error instanceof DomainError || !isServiceFailure(error)) return error;
  const known = KNOWN[error.name];
  if (known !== undefined) return known(undefined, { cause: error });
  const status = error.$metadata?.httpStatusCode;
  if (status === 412) return ObjectChanged(undefined, { cause: error });
  if (status === undefined || status >= 500 || status === 429)
    return StorageUnavailable(undefined, { cause: error, retryAfterSeconds: RETRY_SECONDS });
  return error;
}

export function isNotFound(error: unknown): boolean {
  return isServiceFailure(error) && (error.$metadata?.httpStatusCode === 404 || error.name === 'NoSuchKey');
}

/** Of the SDK: an answer of the store, or a connection that failed. */
function isServiceFailure(error: unknown): error is ServiceFailure {
  return typeof error === 'object' && error !== null && '$metadata' in error;
}
