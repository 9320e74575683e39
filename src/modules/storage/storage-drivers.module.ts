import { Module } from '@nestjs/common';
import { DiskFolder } from './drivers/disk/disk-folder';
import { DiskFreeSpace } from './drivers/disk/disk-free-space';
import { DiskLeftovers } from './drivers/disk/disk-leftovers';
import { DiskMultipartTransfers } from './drivers/disk/disk-multipart-transfers';
import { DiskObjectStore } from './drivers/disk/disk-object-store';
import { PostgresStorageObjectRepository } from './persistence/postgres-storage-object-repository';
import { FreeSpace } from './ports/free-space';
import { Leftovers } from './ports/leftovers';
import { MultipartTransfers } from './ports/multipart-transfers';
import { ObjectStore } from './ports/object-store';
import { StorageObjectRepository } from './ports/storage-object-repository';

const DISK = [DiskFolder, DiskFreeSpace, DiskLeftovers, DiskMultipartTransfers, DiskObjectStore];

const PORTS = [
  { provide: FreeSpace, useExisting: DiskFreeSpace },
  { provide: Leftovers, useExisting: DiskLeftovers },
  { provide: MultipartTransfers, useExisting: DiskMultipartTransfers },
  { provide: ObjectStore, useExisting: DiskObjectStore },
  { provide: StorageObjectRepository, useClass: PostgresStorageObjectRepository },
];

/** What every process needs that touches stored bytes. */
@Module({
  providers: [...DISK, ...PORTS],
  exports: [
    DiskMultipartTransfers,
    DiskObjectStore,
    FreeSpace,
    Leftovers,
    MultipartTransfers,
    ObjectStore,
    StorageObjectRepository,
  ],
})
export class StorageDriversModule {}
