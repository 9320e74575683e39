import { Module } from '@nestjs/common';
import { ChangeableVideos } from './commands/changeable-videos';
import { VideoTrace } from './commands/video-trace';
import { PostgresVideoRepository } from './persistence/postgres-video-repository';
import { PostgresVideoTracks } from './persistence/postgres-video-tracks';
import { VideoCaches } from './persistence/video-caches';
import { VideoRepository } from './ports/video-repository';
import { VideoTracks } from './ports/video-tracks';

/** The write side of videos, for every process that changes them. */
@Module({
  providers: [
    ChangeableVideos,
    VideoCaches,
    VideoTrace,
    { provide: VideoRepository, useClass: PostgresVideoRepository },
    { provide: VideoTracks, useClass: PostgresVideoTracks },
  ],
  exports: [ChangeableVideos, VideoCaches, VideoTrace, VideoRepository, VideoTracks],
})
export class VideoRecordModule {}
