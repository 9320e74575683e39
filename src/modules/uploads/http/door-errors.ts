import { QuotaExceeded, StorageQuotaExceeded } from '#modules/quota';
import { MallUnknown, NotForYourRole, NotYourMall, PinUnknown } from '#modules/sites';
import { StorageUnavailable } from '#modules/storage';
import { NotYourVideo } from '#modules/videos';
import {
  BytesAbsent,
  CompletionUnderWay,
  ContentMismatch,
  ContentTypeMismatch,
  FileTooLarge,
  SizeMismatch,
  UnsupportedFormat,
  UploadNotFound,
} from '../domain/upload.errors';

/** What every door may answer to where a video is to belong. */
export const PLACE_ERRORS = [MallUnknown, PinUnknown, NotYourMall, NotForYourRole];

/** What every door may answer to a file that is announced, and to one that is said to have arrived. */
export const OPENING_ERRORS = [
  ...PLACE_ERRORS,
  UnsupportedFormat,
  ContentTypeMismatch,
  FileTooLarge,
  QuotaExceeded,
  StorageQuotaExceeded,
];
export const COMPLETION_ERRORS = [
  UploadNotFound,
  NotYourVideo,
  BytesAbsent,
  SizeMismatch,
  ContentMismatch,
  QuotaExceeded,
  CompletionUnderWay,
  StorageUnavailable,
];
