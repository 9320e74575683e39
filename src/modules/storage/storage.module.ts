import { Module } from '@nestjs/common';
import { DiskLinks } from './drivers/disk/disk-links';
import { SignedDownloads } from './http/signed-downloads';
import { SignedTransfersAreStreamed, SignedTransfersController } from './http/signed-transfers.controller';
import { SignedUploads } from './http/signed-uploads';
import { StorageInvariants } from './persistence/storage-invariants';
import { PresignedTransfers } from './ports/presigned-transfers';
import { StorageDriversModule } from './storage-drivers.module';

/** The part of storage that runs in the HTTP process. */
@Module({
  imports: [StorageDriversModule],
  controllers: [SignedTransfersController],
  providers: [
    DiskLinks,
    { provide: PresignedTransfers, useExisting: DiskLinks },
    SignedDownloads,
    SignedUploads,
    SignedTransfersAreStreamed,
    StorageInvariants,
  ],
  exports: [PresignedTransfers, StorageDriversModule],
})
export class StorageModule {}
