import { Module } from '@nestjs/common';
import { StorageInvariants } from './persistence/storage-invariants';
import { StorageDriversModule } from './storage-drivers.module';

/** The part of storage that runs in the HTTP process. */
@Module({
  imports: [StorageDriversModule],
  providers: [StorageInvariants],
  exports: [StorageDriversModule],
})
export class StorageModule {}
