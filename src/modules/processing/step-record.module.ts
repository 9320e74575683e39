import { Module } from '@nestjs/common';
import { PostgresStepRepository } from './persistence/postgres-step-repository';
import { PostgresWorkerRegistry } from './persistence/postgres-worker-registry';
import { StepRepository } from './ports/step-repository';
import { WorkerRegistry } from './ports/worker-registry';

/** The record of work, for every process that reads it or writes into it. */
@Module({
  providers: [
    { provide: StepRepository, useClass: PostgresStepRepository },
    { provide: WorkerRegistry, useClass: PostgresWorkerRegistry },
  ],
  exports: [StepRepository, WorkerRegistry],
})
export class StepRecordModule {}
