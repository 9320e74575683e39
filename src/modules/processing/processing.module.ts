import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { StorageModule } from '../storage/storage.module';
import { VideosModule } from '../videos/videos.module';
import { AnnounceProgress } from './commands/announce-progress';
import { BeginRun } from './commands/begin-run';
import { CancelProcessing } from './commands/cancel-processing';
import { DropVersion } from './commands/drop-version';
import { EndRun } from './commands/end-run';
import { FindSource } from './commands/find-source';
import { PlanAdditions } from './commands/plan-additions';
import { ReprocessInBulk } from './commands/reprocess-in-bulk';
import { ReprocessVideo } from './commands/reprocess-video';
import { RetryJob } from './commands/retry-job';
import { JobsController } from './http/jobs.controller';
import { ReprocessController } from './http/reprocess.controller';
import { VideoWorkController } from './http/video-work.controller';
import { TellProgress } from './jobs/tell-progress';
import { ProcessingGauges } from './jobs/processing-gauges';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { ProcessingQueueDepth } from './jobs/processing-queue-depth';
import { WorkersHealth } from './jobs/workers-health';
import { ProcessingInvariants } from './persistence/processing-invariants';
import { RedisProgressNews } from './persistence/redis-progress-news';
import { ProgressNews } from './ports/progress-news';
import { WorkQueries } from './queries/work.queries';
import { StepRecordModule } from './step-record.module';

/** What the HTTP process needs of processing: the record, a look at queue and workers, and what people may want of it. */
@Module({
  imports: [
    BullModule.registerQueue({ name: PROCESSING_QUEUE }),
    StepRecordModule,
    StorageModule,
    VideosModule,
  ],
  controllers: [JobsController, ReprocessController, VideoWorkController],
  providers: [
    AnnounceProgress,
    BeginRun,
    CancelProcessing,
    DropVersion,
    EndRun,
    FindSource,
    PlanAdditions,
    ProcessingGauges,
    ProcessingInvariants,
    ProcessingQueueDepth,
    ReprocessInBulk,
    ReprocessVideo,
    RetryJob,
    TellProgress,
    WorkersHealth,
    WorkQueries,
    { provide: ProgressNews, useClass: RedisProgressNews },
  ],
  exports: [ProgressNews, StepRecordModule, WorkQueries],
})
export class ProcessingModule {}
