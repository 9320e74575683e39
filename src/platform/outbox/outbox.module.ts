import { Global, Module } from '@nestjs/common';
import { FactLog } from '#kernel/unit-of-work';
import { PostgresFactLog } from './postgres-fact-log';

/** Recording facts, which every process does. */
@Global()
@Module({ providers: [{ provide: FactLog, useClass: PostgresFactLog }], exports: [FactLog] })
export class OutboxModule {}
