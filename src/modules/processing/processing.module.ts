import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { RetryJob } from './commands/retry-job';
import { JobsController } from './http/jobs.controller';
import { VideoWorkController } from './http/video-work.controller';
import { ForgetDeleted } from './jobs/forget-deleted';
import { ProcessingGauges } from './jobs/processing-gauges';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { ProcessingQueueDepth } from './jobs/processing-queue-depth';
import { WorkersHealth } from './jobs/workers-health';
import { ProcessingInvariants } from './persistence/processing-invariants';
import { RedisProgressNews } from './persistence/redis-progress-news';
import { ProgressNews } from './ports/progress-news';
import { WorkQueries } from './queries/work.queries';
import { StepRecordModule } from './step-record.module';

/** What the HTTP process needs of processing: the record, a look at queue and workers, and another try for what is dead. */
@Module({
  imports: [
    BullModule.registerQueue({ name: PROCESSING_QUEUE }),
    StepRecordModule,
    StorageModule,
    VideosModule,
  ],
  controllers: [JobsController, VideoWorkController],
  providers: [
    ForgetDeleted,
    ProcessingGauges,
    ProcessingInvariants,
    ProcessingQueueDepth,
    RetryJob,
    WorkersHealth,
    WorkQueries,
    { provide: ProgressNews, useClass: RedisProgressNews },
  ],
  exports: [ProgressNews, StepRecordModule, WorkQueries],
})
export class ProcessingModule {}
