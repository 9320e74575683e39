import { Module, type DynamicModule } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { ConfigModule } from '#platform/config/config.module';
import { DatabaseModule } from '#platform/database/database.module';
import { MIGRATION_CONNECTION } from '#platform/database/database-options';
import { LoggingModule } from '#platform/logging/logging.module';
import type { ProcessContext } from '#platform/process/start-process';
import { ChainQueries, type ChainReport } from '#modules/audit';
import { AuditChainModule } from '../modules/audit/audit-chain.module';

/** Exits with 1 when a row is not as it was recorded, so that a cron job can watch it. */
export async function verifyAudit(context: ProcessContext): Promise<void> {
  const app = await NestFactory.createApplicationContext(VerificationModule.of(context), { logger: false });
  const report = await app.get(ChainQueries).verify();
  await app.close();
  process.stdout.write(`${describe(report)}\n`);
  process.exit(report.breach === null ? 0 : 1);
}

/** It reads everything, which takes as long as it takes. */
@Module({})
class VerificationModule {
  static of({ configuration, logger }: ProcessContext): DynamicModule {
    return {
      module: VerificationModule,
      imports: [
        ConfigModule.of(configuration),
        LoggingModule.of(logger),
        DatabaseModule.for(MIGRATION_CONNECTION),
        AuditChainModule,
      ],
    };
  }
}

function describe({ head, breach }: ChainReport): string {
  const reach = `${String(head.position)} rows are as they were recorded; the last hash is ${head.hash.toString('hex')}`;
  if (breach === null) return `The audit trail holds: ${reach}.`;
  const place = breach.position === null ? 'outside of the chain' : `at position ${String(breach.position)}`;
  const row = breach.eventId === null ? 'a row' : `row ${breach.eventId}`;
  return `BROKEN: ${row} ${place} is ${breach.damage}. Before it, ${reach}.`;
}
