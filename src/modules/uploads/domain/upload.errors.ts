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

export const DashboardSessionNotFound = defineError({
  code: 'DASHBOARD_SESSION_NOT_FOUND',
  kind: 'not_found',
  title: 'No such session',
  says: 'There is no open upload session of this id: it was never opened, has expired, was used or was cancelled.',
});

export const NotYourDashboardSession = defineError({
  code: 'NOT_YOUR_DASHBOARD_SESSION',
  kind: 'forbidden',
  title: 'Not your session',
  says: 'This upload session was opened by somebody else.',
});

export const DashboardSessionUsed = defineError({
  code: 'DASHBOARD_SESSION_USED',
  kind: 'conflict',
  title: 'The session has taken its file',
  says: 'The session has taken its file and cannot be cancelled any more; delete the video instead.',
});

export const BodyUnderWay = defineError({
  code: 'BODY_UNDER_WAY',
  kind: 'conflict',
  title: 'A file is on its way already',
  says: 'A file is on its way into this session; wait until it has arrived or broken off.',
});

export const FormMalformed = defineError({
  code: 'FORM_MALFORMED',
  kind: 'malformed',
  title: 'The form cannot be read',
  says: 'The body is not the multipart form that it claims to be.',
});

export const FileMissing = defineError({
  code: 'FILE_MISSING',
  kind: 'malformed',
  title: 'The form has no file',
  says: 'The form has no part named "file" with a file name.',
});

export const NotAVideo = defineError({
  code: 'NOT_A_VIDEO',
  kind: 'malformed',
  title: 'The file is not a video that can be taken',
  says: 'The file could not be read as a video.',
});

export const ProbeUnavailable = defineError({
  code: 'PROBE_UNAVAILABLE',
  kind: 'unavailable',
  title: 'The file could not be examined',
  says: 'The file could not be examined just now; nothing was kept, send it again soon.',
});

export const FileEmpty = defineError({
  code: 'FILE_EMPTY',
  kind: 'invalid',
  title: 'The file is empty',
  says: 'The file has no bytes.',
});

export const BodyBrokeOff = defineError({
  code: 'BODY_BROKE_OFF',
  kind: 'malformed',
  title: 'The body broke off',
  says: 'The body ended before its end; nothing was kept.',
});
