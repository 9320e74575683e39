import { Module } from '@nestjs/common';
import { FfmpegMediaToolbox } from './media/ffmpeg-media-toolbox';
import { MediaToolbox } from './ports/media-toolbox';

/** For every process that looks into media files. */
@Module({
  providers: [{ provide: MediaToolbox, useClass: FfmpegMediaToolbox }],
  exports: [MediaToolbox],
})
export class MediaToolsModule {}
