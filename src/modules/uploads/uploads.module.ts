import { Module } from '@nestjs/common';
import { ProcessingModule } from '../processing/processing.module';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { CompleteUpload } from './commands/complete-upload';
import { InspectArrival } from './commands/inspect-arrival';
import { OpenUpload } from './commands/open-upload';
import { CheckUploadsController } from './http/check-uploads.controller';
import { PresignedDoorController } from './http/presigned-door.controller';
import { UploadMetrics } from './upload.metrics';
import { UploadRecordsModule } from './upload-records.module';

@Module({
  imports: [ProcessingModule, StorageModule, UploadRecordsModule, VideosModule],
  controllers: [CheckUploadsController, PresignedDoorController],
  providers: [CompleteUpload, InspectArrival, OpenUpload, UploadMetrics],
})
export class UploadsModule {}
