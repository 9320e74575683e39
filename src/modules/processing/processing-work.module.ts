import { Module } from '@nestjs/common';
import { TimeModule } from '#platform/time/time.module';
import { ProducerRedis } from '#platform/queue/producer-redis';
import { StorageDriversModule } from '../storage/storage-drivers.module';
import { VideoRecordModule } from '../videos/video-record.module';
import { AnnounceProgress } from './commands/announce-progress';
import { CancelRun } from './commands/cancel-run';
import { DispatchSteps } from './commands/dispatch-steps';
import { DropVersion } from './commands/drop-version';
import { EndAttempt } from './commands/end-attempt';
import { EndRun } from './commands/end-run';
import { FailStep } from './commands/fail-step';
import { FinishStep } from './commands/finish-step';
import { HoldStep } from './commands/hold-step';
import { PatientRecord } from './commands/patient-record';
import { SettleVideo } from './commands/settle-video';
import { SettleVideos } from './commands/settle-videos';
import { StepHandlers } from './commands/step-handlers';
import { SweepSteps } from './commands/sweep-steps';
import { WorkOnStep } from './commands/work-on-step';
import { BullMqStepCourier } from './jobs/bullmq-step-courier';
import { SettlingRounds } from './jobs/settling-rounds';
import { StepMetrics } from './jobs/step-metrics';
import { StepWorker } from './jobs/step-worker';
import { WorkerPresence } from './jobs/worker-presence';
import { WorkRounds } from './jobs/work-rounds';
import { ProcessingChores } from './persistence/processing-chores';
import { MediaToolsModule } from './media-tools.module';
import { PostgresRunEnds } from './persistence/postgres-run-ends';
import { RunEnds } from './ports/run-ends';
import { StepRecordModule } from './step-record.module';
import { AddRenditionsStep } from './steps/add-renditions-step';
import { AdditionSteps } from './steps/addition-steps';
import { DerivedObjects } from './steps/derived-objects';
import { FlipVersion } from './steps/flip-version';
import { IngestStep } from './steps/ingest-step';
import { KeptSourceRounds } from './steps/kept-source-rounds';
import { KeptSources } from './steps/kept-sources';
import { PublishAdditionsStep } from './steps/publish-additions-step';
import { PublishStep } from './steps/publish-step';
import { RenderOriginal } from './steps/render-original';
import { RenderStep } from './steps/render-step';
import { SourceFile } from './steps/source-file';
import { ThumbnailStep } from './steps/thumbnail-step';
import { UploadSteps } from './steps/upload-steps';
import { StepCourier } from './ports/step-courier';

/** What the worker process does: take steps, hand them out, look for lost ones. */
@Module({
  imports: [MediaToolsModule, StepRecordModule, StorageDriversModule, TimeModule, VideoRecordModule],
  providers: [
    AnnounceProgress,
    CancelRun,
    DispatchSteps,
    DropVersion,
    EndAttempt,
    EndRun,
    FailStep,
    FinishStep,
    HoldStep,
    PatientRecord,
    SettleVideo,
    SettleVideos,
    SettlingRounds,
    StepHandlers,
    SweepSteps,
    WorkOnStep,
    StepMetrics,
    StepWorker,
    WorkerPresence,
    ProcessingChores,
    IngestStep,
    ThumbnailStep,
    DerivedObjects,
    RenderOriginal,
    RenderStep,
    SourceFile,
    KeptSources,
    KeptSourceRounds,
    PublishStep,
    UploadSteps,
    AddRenditionsStep,
    AdditionSteps,
    FlipVersion,
    PublishAdditionsStep,
    WorkRounds,
    { provide: RunEnds, useClass: PostgresRunEnds },
    ProducerRedis,
    { provide: StepCourier, useClass: BullMqStepCourier },
  ],
  exports: [StepHandlers],
})
export class ProcessingWorkModule {}
