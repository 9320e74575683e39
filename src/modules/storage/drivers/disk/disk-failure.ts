import { ObjectNotFound, StorageFull } from '../../domain/storage.errors';

const FULL = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);
/** ELOOP: the last step is a symbolic link, which the service never makes. */
const MISSING = new Set(['ENOENT', 'ENOTDIR', 'ELOOP']);

export function codeOf(error: unknown): string {
  const code: unknown = typeof error === 'object' && error !== null && 'code' in error ? error.code : null;
  return typeof code === 'string' ? code : '';
}

export function isMissing(error: unknown): boolean {
  return MISSING.has(codeOf(error));
}

/** What the system said, in words of the store; never with a path in it. */
export function asStorageError(error: unknown): unknown {
  if (FULL.has(codeOf(error))) return StorageFull(undefined, { cause: error });
  if (isMissing(error)) return ObjectNotFound(undefined, { cause: error });
  return error;
}
