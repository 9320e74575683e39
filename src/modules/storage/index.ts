export { StorageConfig } from './storage.config';
export { setBucketCors, setBucketLifecycle } from './drivers/s3/bucket-rules';
export { newStagingKey, storageKey } from './domain/storage-key';
export { MOST_PARTS, SMALLEST_PART_BYTES } from './domain/multipart-rules';
export {
  BytesMissing,
  MultipartUploadNotFound,
  ObjectChanged,
  ObjectNotFound,
  PartMismatch,
  PartTooSmall,
  StorageFull,
  StorageUnavailable,
  TooManyBytes,
} from './domain/storage.errors';
export {
  type ObjectIntent,
  type ObjectPurpose,
  type ObjectState,
  type StorageDriver,
  type StoredObject,
} from './domain/stored-object';
export { FreeSpace, type SpaceHold } from './ports/free-space';
export { LocalFiles } from './ports/local-files';
export {
  MultipartTransfers,
  type ArrivedPart,
  type CompletedPart,
  type MultipartUpload,
} from './ports/multipart-transfers';
export {
  ObjectStore,
  type ByteRange,
  type ListedObject,
  type ObjectFacts,
  type ReadOptions,
  type WriteOptions,
} from './ports/object-store';
export {
  PresignedTransfers,
  type DownloadGrant,
  type PartGrant,
  type SignedUpload,
  type UploadGrant,
} from './ports/presigned-transfers';
export {
  StorageObjectRepository,
  type ArrivedObject,
  type OwnedBytes,
} from './ports/storage-object-repository';
