import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { StorageDriversModule } from '../storage/storage-drivers.module';
import { VideoRecordModule } from '../videos/video-record.module';
import { DispatchSteps } from './commands/dispatch-steps';
import { FailStep } from './commands/fail-step';
import { FinishStep } from './commands/finish-step';
import { StepHandlers } from './commands/step-handlers';
import { SweepSteps } from './commands/sweep-steps';
import { WorkOnStep } from './commands/work-on-step';
import { BullMqStepCourier } from './jobs/bullmq-step-courier';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { StepWorker } from './jobs/step-worker';
import { WorkRounds } from './jobs/work-rounds';
import { FfmpegMediaToolbox } from './media/ffmpeg-media-toolbox';
import { PostgresStepResults } from './persistence/postgres-step-results';
import { MediaToolbox } from './ports/media-toolbox';
import { StepResults } from './ports/step-results';
import { IngestStep } from './steps/ingest-step';
import { PublishStep } from './steps/publish-step';
import { ThumbnailStep } from './steps/thumbnail-step';
import { UploadSteps } from './steps/upload-steps';
import { PostgresStepRepository } from './persistence/postgres-step-repository';
import { StepCourier } from './ports/step-courier';
import { StepRepository } from './ports/step-repository';

/** What the worker process does: take steps, hand them out, look for lost ones. */
@Module({
  imports: [BullModule.registerQueue({ name: PROCESSING_QUEUE }), StorageDriversModule, VideoRecordModule],
  providers: [
    DispatchSteps,
    FailStep,
    FinishStep,
    StepHandlers,
    SweepSteps,
    WorkOnStep,
    StepWorker,
    IngestStep,
    ThumbnailStep,
    PublishStep,
    UploadSteps,
    WorkRounds,
    { provide: MediaToolbox, useClass: FfmpegMediaToolbox },
    { provide: StepResults, useClass: PostgresStepResults },
    { provide: StepCourier, useClass: BullMqStepCourier },
    { provide: StepRepository, useClass: PostgresStepRepository },
  ],
  exports: [StepHandlers],
})
export class ProcessingWorkModule {}
