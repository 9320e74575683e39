import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { PROCESSING_QUEUE } from './jobs/processing-queue';
import { ProcessingQueueDepth } from './jobs/processing-queue-depth';

@Module({
  imports: [BullModule.registerQueue({ name: PROCESSING_QUEUE })],
  providers: [ProcessingQueueDepth],
})
export class ProcessingModule {}
