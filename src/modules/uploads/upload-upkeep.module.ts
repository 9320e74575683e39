import { Module } from '@nestjs/common';
import { WithdrawExpired } from './jobs/withdraw-expired';
import { UploadRecordsModule } from './upload-records.module';

/** The part of uploads that runs in the worker. */
@Module({ imports: [UploadRecordsModule], providers: [WithdrawExpired] })
export class UploadUpkeepModule {}
