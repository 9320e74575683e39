import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { ProcessingQueueDepth } from './jobs/processing-queue-depth';
import { WorkersHealth } from './jobs/workers-health';
import { ProcessingInvariants } from './persistence/processing-invariants';
import { StepRecordModule } from './step-record.module';

/** What the HTTP process needs of processing: the record, and a look at the queue. */
@Module({
  imports: [BullModule.registerQueue({ name: PROCESSING_QUEUE }), StepRecordModule],
  providers: [ProcessingQueueDepth, ProcessingInvariants, WorkersHealth],
  exports: [StepRecordModule],
})
export class ProcessingModule {}
