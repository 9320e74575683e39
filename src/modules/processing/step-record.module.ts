import { Module } from '@nestjs/common';
import { PostgresStepRepository } from './persistence/postgres-step-repository';
import { StepRepository } from './ports/step-repository';

/** The record of work, for every process that writes into it. */
@Module({
  providers: [{ provide: StepRepository, useClass: PostgresStepRepository }],
  exports: [StepRepository],
})
export class StepRecordModule {}
