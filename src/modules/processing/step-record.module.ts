import { Module } from '@nestjs/common';
import { PostgresStepRepository } from './persistence/postgres-step-repository';
import { PostgresStepResults } from './persistence/postgres-step-results';
import { PostgresWorkReader } from './persistence/postgres-work-reader';
import { PostgresWorkerRegistry } from './persistence/postgres-worker-registry';
import { RedisProgressBoard } from './persistence/redis-progress-board';
import { ProgressBoard } from './ports/progress-board';
import { StepRepository } from './ports/step-repository';
import { StepResults } from './ports/step-results';
import { WorkReader } from './ports/work-reader';
import { WorkerRegistry } from './ports/worker-registry';

/** The record of work, for every process that reads it or writes into it. */
@Module({
  providers: [
    { provide: StepRepository, useClass: PostgresStepRepository },
    { provide: StepResults, useClass: PostgresStepResults },
    { provide: WorkReader, useClass: PostgresWorkReader },
    { provide: WorkerRegistry, useClass: PostgresWorkerRegistry },
    { provide: ProgressBoard, useClass: RedisProgressBoard },
  ],
  exports: [StepRepository, StepResults, WorkReader, WorkerRegistry, ProgressBoard],
})
export class StepRecordModule {}
