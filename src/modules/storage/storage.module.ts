import { Module } from '@nestjs/common';
import { Clock } from '#kernel/clock';
import { DiskLinks } from './drivers/disk/disk-links';
import type { Bucket } from './drivers/s3/bucket';
import { S3Links } from './drivers/s3/s3-links';
import { SignedDownloads } from './http/signed-downloads';
import { SignedTransfersAreStreamed, SignedTransfersController } from './http/signed-transfers.controller';
import { SignedUploads } from './http/signed-uploads';
import { StorageInvariants } from './persistence/storage-invariants';
import { PresignedTransfers } from './ports/presigned-transfers';
import { BUCKET, StorageDriversModule } from './storage-drivers.module';

/** The part of storage that runs in the HTTP process. */
@Module({
  imports: [StorageDriversModule],
  controllers: [SignedTransfersController],
  providers: [
    DiskLinks,
    {
      provide: PresignedTransfers,
      inject: [BUCKET, DiskLinks, Clock],
      useFactory: (bucket: Bucket | null, disk: PresignedTransfers, clock: Clock) =>
        bucket === null ? disk : new S3Links(bucket, clock),
    },
    SignedDownloads,
    SignedUploads,
    SignedTransfersAreStreamed,
    StorageInvariants,
  ],
  exports: [PresignedTransfers, StorageDriversModule],
})
export class StorageModule {}
