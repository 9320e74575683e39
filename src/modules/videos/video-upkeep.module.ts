import { Module } from '@nestjs/common';
import { VideoChores } from './persistence/video-chores';

/** The part of videos that runs in the worker. */
@Module({ providers: [VideoChores] })
export class VideoUpkeepModule {}
