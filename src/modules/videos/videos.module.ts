import { Module } from '@nestjs/common';
import { QuotaModule } from '../quota/quota.module';
import { SitesModule } from '../sites/sites.module';
import { StorageModule } from '../storage/storage.module';
import { BulkActions } from './commands/bulk-actions';
import { ChangeManyVideos } from './commands/change-many-videos';
import { DeleteVideo } from './commands/delete-video';
import { EditVideo } from './commands/edit-video';
import { RestoreVideo } from './commands/restore-video';
import { TagVideo } from './commands/tag-video';
import { PresentVideo } from './http/present-video';
import { ThumbnailLinks } from './http/thumbnail-links';
import { VideoCards } from './http/video-cards';
import { BulkVideosController } from './http/bulk-videos.controller';
import { VideoListController } from './http/video-list.controller';
import { VideosController } from './http/videos.controller';
import { CachedVideoReader } from './persistence/cached-video-reader';
import { PostgresVideoReader } from './persistence/postgres-video-reader';
import { VideoInvariants } from './persistence/video-invariants';
import { VideoSiteUses } from './persistence/video-site-uses';
import { VideoReader } from './ports/video-reader';
import { VideoQueries } from './queries/video.queries';
import { VideoRecordModule } from './video-record.module';

@Module({
  imports: [QuotaModule, SitesModule, StorageModule, VideoRecordModule],
  // Fixed names come before the pattern that would take them for ids.
  controllers: [VideoListController, BulkVideosController, VideosController],
  providers: [
    BulkActions,
    ChangeManyVideos,
    DeleteVideo,
    EditVideo,
    RestoreVideo,
    TagVideo,
    VideoQueries,
    PresentVideo,
    ThumbnailLinks,
    VideoCards,
    VideoInvariants,
    VideoSiteUses,
    PostgresVideoReader,
    { provide: VideoReader, useClass: CachedVideoReader },
  ],
  exports: [BulkActions, VideoRecordModule, VideoQueries, PresentVideo],
})
export class VideosModule {}
