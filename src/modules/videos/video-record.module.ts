import { Module } from '@nestjs/common';
import { ChangeableVideos } from './commands/changeable-videos';
import { VideoTrace } from './commands/video-trace';
import { PostgresVideoRepository } from './persistence/postgres-video-repository';
import { PostgresVideoTracks } from './persistence/postgres-video-tracks';
import { VideoRepository } from './ports/video-repository';
import { VideoTracks } from './ports/video-tracks';

/** The write side of videos, for every process that changes them. */
@Module({
  providers: [
    ChangeableVideos,
    VideoTrace,
    { provide: VideoRepository, useClass: PostgresVideoRepository },
    { provide: VideoTracks, useClass: PostgresVideoTracks },
  ],
  exports: [ChangeableVideos, VideoTrace, VideoRepository, VideoTracks],
})
export class VideoRecordModule {}
