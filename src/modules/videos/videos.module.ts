import { Module } from '@nestjs/common';
import { QuotaModule } from '../quota/quota.module';
import { StorageModule } from '../storage/storage.module';
import { DeleteVideo } from './commands/delete-video';
import { RestoreVideo } from './commands/restore-video';
import { PresentVideo } from './http/present-video';
import { VideoListController } from './http/video-list.controller';
import { VideosController } from './http/videos.controller';
import { PostgresVideoReader } from './persistence/postgres-video-reader';
import { VideoInvariants } from './persistence/video-invariants';
import { VideoReader } from './ports/video-reader';
import { VideoQueries } from './queries/video.queries';
import { VideoRecordModule } from './video-record.module';

@Module({
  imports: [QuotaModule, StorageModule, VideoRecordModule],
  // Fixed names come before the pattern that would take them for ids.
  controllers: [VideoListController, VideosController],
  providers: [
    DeleteVideo,
    RestoreVideo,
    VideoQueries,
    PresentVideo,
    VideoInvariants,
    { provide: VideoReader, useClass: PostgresVideoReader },
  ],
  exports: [VideoRecordModule, VideoQueries, PresentVideo],
})
export class VideosModule {}
