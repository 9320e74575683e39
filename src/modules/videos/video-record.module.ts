import { Module } from '@nestjs/common';
import { VideoTrace } from './commands/video-trace';
import { PostgresVideoRepository } from './persistence/postgres-video-repository';
import { VideoRepository } from './ports/video-repository';

/** The write side of videos, for every process that changes them. */
@Module({
  providers: [VideoTrace, { provide: VideoRepository, useClass: PostgresVideoRepository }],
  exports: [VideoTrace, VideoRepository],
})
export class VideoRecordModule {}
