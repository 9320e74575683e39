import { Module } from '@nestjs/common';
import { ProcessingModule } from '../processing/processing.module';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { AbortUpload } from './commands/abort-upload';
import { BeginParts } from './commands/begin-parts';
import { CompleteParts } from './commands/complete-parts';
import { ListArrivedParts } from './commands/list-arrived-parts';
import { SignParts } from './commands/sign-parts';
import { DashboardDoorModule } from './dashboard-door.module';
import { CheckUploadsController } from './http/check-uploads.controller';
import { MultipartDoorController } from './http/multipart-door.controller';
import { PresignedDoorController } from './http/presigned-door.controller';
import { UploadPartsController } from './http/upload-parts.controller';
import { UploadInvariants } from './persistence/upload-invariants';
import { UploadCompletionModule } from './upload-completion.module';

const PARTS = [AbortUpload, BeginParts, CompleteParts, ListArrivedParts, SignParts];

@Module({
  imports: [DashboardDoorModule, ProcessingModule, StorageModule, UploadCompletionModule, VideosModule],
  controllers: [
    CheckUploadsController,
    MultipartDoorController,
    PresignedDoorController,
    UploadPartsController,
  ],
  providers: [...PARTS, UploadInvariants],
})
export class UploadsModule {}
