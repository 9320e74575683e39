import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Logger } from '#platform/logging/logger';
import { DiskFolder } from './drivers/disk/disk-folder';
import { DiskFreeSpace } from './drivers/disk/disk-free-space';
import { DiskLeftovers } from './drivers/disk/disk-leftovers';
import { DiskLocalFiles } from './drivers/disk/disk-local-files';
import { DiskMultipartTransfers } from './drivers/disk/disk-multipart-transfers';
import { DiskObjectStore } from './drivers/disk/disk-object-store';
import { Bucket } from './drivers/s3/bucket';
import { NoLeftovers, NoLocalFiles, UnlimitedSpace } from './drivers/s3/no-limits';
import { S3MultipartTransfers } from './drivers/s3/s3-multipart-transfers';
import { S3ObjectStore } from './drivers/s3/s3-object-store';
import { PostgresStorageObjectRepository } from './persistence/postgres-storage-object-repository';
import { FreeSpace } from './ports/free-space';
import { Leftovers } from './ports/leftovers';
import { LocalFiles } from './ports/local-files';
import { MultipartTransfers } from './ports/multipart-transfers';
import { ObjectStore } from './ports/object-store';
import { StorageObjectRepository } from './ports/storage-object-repository';
import { StorageConfig } from './storage.config';

/** Null for installations without one. */
export const BUCKET = Symbol('bucket');

/** The disk driver is always there: it costs nothing, and its routes refuse what nobody signed. */
const DISK = [
  DiskFolder,
  DiskLeftovers,
  DiskLocalFiles,
  DiskMultipartTransfers,
  DiskObjectStore,
  DiskFreeSpace,
];

const PORTS = [
  {
    provide: BUCKET,
    inject: [StorageConfig, Logger],
    useFactory: (config: StorageConfig, logger: Logger) =>
      config.driver === 's3' ? Bucket.open(config, logger) : null,
  },
  {
    provide: ObjectStore,
    inject: [BUCKET, DiskObjectStore, UnitOfWork],
    useFactory: (bucket: Bucket | null, disk: ObjectStore, unitOfWork: UnitOfWork) =>
      bucket === null ? disk : new S3ObjectStore(bucket, unitOfWork),
  },
  {
    provide: MultipartTransfers,
    inject: [BUCKET, DiskMultipartTransfers, ObjectStore, UnitOfWork],
    useFactory: (
      bucket: Bucket | null,
      disk: MultipartTransfers,
      store: ObjectStore,
      unitOfWork: UnitOfWork,
    ) => (bucket === null ? disk : new S3MultipartTransfers(bucket, store, unitOfWork)),
  },
  {
    provide: FreeSpace,
    inject: [BUCKET, DiskFreeSpace],
    useFactory: (bucket: Bucket | null, disk: FreeSpace) => (bucket === null ? disk : new UnlimitedSpace()),
  },
  {
    provide: Leftovers,
    inject: [BUCKET, DiskLeftovers],
    useFactory: (bucket: Bucket | null, disk: Leftovers) => (bucket === null ? disk : new NoLeftovers()),
  },
  {
    provide: LocalFiles,
    inject: [BUCKET, DiskLocalFiles],
    useFactory: (bucket: Bucket | null, disk: LocalFiles) => (bucket === null ? disk : new NoLocalFiles()),
  },
  { provide: StorageObjectRepository, useClass: PostgresStorageObjectRepository },
];

/** What every process needs that touches stored bytes, by the driver that the configuration names. */
@Module({
  providers: [...DISK, ...PORTS],
  exports: [
    BUCKET,
    DiskFreeSpace,
    DiskMultipartTransfers,
    DiskObjectStore,
    FreeSpace,
    Leftovers,
    LocalFiles,
    MultipartTransfers,
    ObjectStore,
    StorageObjectRepository,
  ],
})
export class StorageDriversModule implements OnApplicationShutdown {
  constructor(@Inject(BUCKET) private readonly bucket: Bucket | null) {}

  onApplicationShutdown(): void {
    this.bucket?.close();
  }
}
