import { Global, Module } from '@nestjs/common';
import { FactLog } from '#kernel/unit-of-work';
import { FactFeed } from './fact-feed';
import { PostgresFactLog } from './postgres-fact-log';

/** Recording and hearing facts; publishing them is the worker's (see OutboxRelay). */
@Global()
@Module({
  providers: [{ provide: FactLog, useClass: PostgresFactLog }, FactFeed],
  exports: [FactLog, FactFeed],
})
export class OutboxModule {}
