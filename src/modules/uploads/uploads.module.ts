import { Module } from '@nestjs/common';
import { ProcessingModule } from '../processing/processing.module';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { OpenUpload } from './commands/open-upload';
import { CheckUploadsController } from './http/check-uploads.controller';
import { PresignedDoorController } from './http/presigned-door.controller';
import { UploadCompletionModule } from './upload-completion.module';

@Module({
  imports: [ProcessingModule, StorageModule, UploadCompletionModule, VideosModule],
  controllers: [CheckUploadsController, PresignedDoorController],
  providers: [OpenUpload],
})
export class UploadsModule {}
