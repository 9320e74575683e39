import { Module } from '@nestjs/common';
import { AuditChainModule } from './audit-chain.module';
import { SealEvents } from './commands/seal-events';
import { SealingRounds } from './jobs/sealing-rounds';

/** The part of the trail that runs in the worker. */
@Module({ imports: [AuditChainModule], providers: [SealEvents, SealingRounds] })
export class AuditUpkeepModule {}
