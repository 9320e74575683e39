import { defineError } from '#kernel/domain-error';

export const UnsupportedFormat = defineError({
  code: 'UNSUPPORTED_FORMAT',
  kind: 'malformed',
  title: 'The file format is not accepted',
  says: 'Files of this format are not accepted.',
});

export const ContentTypeMismatch = defineError({
  code: 'CONTENT_TYPE_MISMATCH',
  kind: 'malformed',
  title: 'Content type and file name disagree',
  says: 'The content type does not belong to the extension of the file name.',
});

export const FileTooLarge = defineError({
  code: 'FILE_TOO_LARGE',
  kind: 'malformed',
  title: 'The file is too large',
  says: 'The file is larger than uploads may be here.',
});

export const UploadNotFound = defineError({
  code: 'UPLOAD_NOT_FOUND',
  kind: 'not_found',
  title: 'No such upload',
  says: 'There is no open upload of this video.',
});

export const BytesAbsent = defineError({
  code: 'BYTES_ABSENT',
  kind: 'conflict',
  title: 'The bytes have not arrived',
  says: 'The file has not been uploaded yet; send it to the upload URL first.',
});

export const SizeMismatch = defineError({
  code: 'SIZE_MISMATCH',
  kind: 'malformed',
  title: 'The file has another size',
  says: 'The file that arrived has another size than was announced; the upload is withdrawn.',
});

export const ContentMismatch = defineError({
  code: 'CONTENT_MISMATCH',
  kind: 'malformed',
  title: 'The file is something else',
  says: 'The content of the file is not what its extension says; the upload is withdrawn.',
});

export const NoSuchPart = defineError({
  code: 'NO_SUCH_PART',
  kind: 'invalid',
  title: 'The file has no such part',
  says: 'The file does not have so many parts.',
});

export const UploadCompleted = defineError({
  code: 'UPLOAD_COMPLETED',
  kind: 'conflict',
  title: 'The upload is complete',
  says: 'The upload is complete: it takes no parts any more, and cannot be aborted. Delete the video instead.',
});

export const CompletionUnderWay = defineError({
  code: 'COMPLETION_UNDER_WAY',
  kind: 'conflict',
  title: 'The upload is being completed',
  says: 'The upload is being completed at this moment; ask again soon.',
});
