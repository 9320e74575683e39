import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { ProcessingQueueDepth } from './jobs/processing-queue-depth';
import { PostgresStepRepository } from './persistence/postgres-step-repository';
import { ProcessingInvariants } from './persistence/processing-invariants';
import { StepRepository } from './ports/step-repository';

/** What the HTTP process needs of processing: the record, and a look at the queue. */
@Module({
  imports: [BullModule.registerQueue({ name: PROCESSING_QUEUE })],
  providers: [
    ProcessingQueueDepth,
    ProcessingInvariants,
    { provide: StepRepository, useClass: PostgresStepRepository },
  ],
  exports: [StepRepository],
})
export class ProcessingModule {}
