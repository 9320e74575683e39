import { Module } from '@nestjs/common';
import { CompleteUpload } from './commands/complete-upload';
import { FindUpload } from './commands/find-upload';
import { InspectArrival } from './commands/inspect-arrival';
import { JoinParts } from './commands/join-parts';
import { RegisterUpload } from './commands/register-upload';
import { UploadMetrics } from './upload.metrics';
import { UploadRecordsModule } from './upload-records.module';

/** Completing an upload, for the process that is asked to and for the one that finishes what died. */
@Module({
  imports: [UploadRecordsModule],
  providers: [CompleteUpload, FindUpload, InspectArrival, JoinParts, RegisterUpload, UploadMetrics],
  exports: [CompleteUpload, FindUpload, InspectArrival, RegisterUpload, UploadMetrics, UploadRecordsModule],
})
export class UploadCompletionModule {}
