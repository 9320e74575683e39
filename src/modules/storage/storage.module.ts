import { Module } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { DiskHealth } from './drivers/disk/disk-health';
import { DiskLinks } from './drivers/disk/disk-links';
import type { Bucket } from './drivers/s3/bucket';
import { S3Health } from './drivers/s3/s3-health';
import { S3Links } from './drivers/s3/s3-links';
import { SignedDownloads } from './http/signed-downloads';
import { SignedTransfersAreStreamed, SignedTransfersController } from './http/signed-transfers.controller';
import { SignedUploads } from './http/signed-uploads';
import { StorageHealthCheck } from './http/storage-health-check';
import { StorageInvariants } from './persistence/storage-invariants';
import { PresignedTransfers } from './ports/presigned-transfers';
import { StoreHealth } from './ports/store-health';
import { BUCKET, StorageDriversModule } from './storage-drivers.module';

/** The part of storage that runs in the HTTP process. */
@Module({
  imports: [StorageDriversModule],
  controllers: [SignedTransfersController],
  providers: [
    DiskHealth,
    DiskLinks,
    {
      provide: PresignedTransfers,
      inject: [BUCKET, DiskLinks, Clock],
      useFactory: (bucket: Bucket | null, disk: PresignedTransfers, clock: Clock) =>
        bucket === null ? disk : new S3Links(bucket, clock),
    },
    {
      provide: StoreHealth,
      inject: [BUCKET, DiskHealth],
      useFactory: (bucket: Bucket | null, disk: StoreHealth) =>
        bucket === null ? disk : new S3Health(bucket),
    },
    SignedDownloads,
    SignedUploads,
    SignedTransfersAreStreamed,
    StorageHealthCheck,
    StorageInvariants,
  ],
  exports: [PresignedTransfers, StorageDriversModule],
})
export class StorageModule {}
