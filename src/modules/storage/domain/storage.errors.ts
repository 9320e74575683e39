import { defineError } from '#kernel/domain-error';

export const StorageFull = defineError({
  code: 'STORAGE_FULL',
  kind: 'storage_full',
  title: 'The disk is full',
  says: 'There is no room for this: the disk that keeps the files is nearly full.',
});

export const StorageUnavailable = defineError({
  code: 'STORAGE_UNAVAILABLE',
  kind: 'unavailable',
  title: 'The store is out of reach',
  says: 'The store that keeps the files does not answer; try again soon.',
});

export const TooManyBytes = defineError({
  code: 'TOO_MANY_BYTES',
  kind: 'too_large',
  title: 'More bytes than announced or allowed',
  says: 'More bytes came than were announced or are allowed; nothing was kept.',
});

export const BytesMissing = defineError({
  code: 'BYTES_MISSING',
  kind: 'malformed',
  title: 'Fewer bytes than announced',
  says: 'Fewer bytes came than were announced; nothing was kept.',
});

export const ObjectNotFound = defineError({
  code: 'OBJECT_NOT_FOUND',
  kind: 'not_found',
  title: 'The file is not there',
  says: 'There is no file at this address any more.',
});

export const ObjectChanged = defineError({
  code: 'OBJECT_CHANGED',
  kind: 'precondition_failed',
  title: 'The file has changed',
  says: 'The file is not the one that was asked for: its ETag is another.',
});

export const RangeNotSatisfiable = defineError({
  code: 'RANGE_NOT_SATISFIABLE',
  kind: 'range_not_satisfiable',
  title: 'No such range',
  says: 'The file has no bytes in the range that was asked for.',
});

export const SignedUrlInvalid = defineError({
  code: 'SIGNED_URL_INVALID',
  kind: 'forbidden',
  title: 'The link does not allow this',
  says: 'The link was altered, or it is used for something that it was not made for.',
});

export const SignedUrlExpired = defineError({
  code: 'SIGNED_URL_EXPIRED',
  kind: 'forbidden',
  title: 'The link has expired',
  says: 'The link has expired; ask for a new one.',
});

export const MultipartUploadNotFound = defineError({
  code: 'MULTIPART_UPLOAD_NOT_FOUND',
  kind: 'not_found',
  title: 'No such multipart upload',
  says: 'The store knows no multipart upload of this name: it was completed, aborted, or never begun.',
});

export const PartMismatch = defineError({
  code: 'PART_MISMATCH',
  kind: 'invalid',
  title: 'A part is not the one that arrived',
  says: 'A part is missing, named twice or out of order, or its ETag is not the one that it arrived with.',
});

export const PartTooSmall = defineError({
  code: 'PART_TOO_SMALL',
  kind: 'invalid',
  title: 'A part is too small',
  says: 'Every part but the last must have at least 5 MiB.',
});
