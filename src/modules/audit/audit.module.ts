import { Module } from '@nestjs/common';
import { AuditChainModule } from './audit-chain.module';
import { AuditTrailModule } from './audit-trail.module';
import { AuditEventsController } from './http/audit-events.controller';
import { RefusalSamples } from './http/refusal-samples';
import { AuditInvariants } from './persistence/audit-invariants';
import { PostgresAuditReader } from './persistence/postgres-audit-reader';
import { AuditReader } from './ports/audit-reader';
import { AuditQueries } from './queries/audit.queries';

/** What the HTTP process needs of the trail: to record, to look, and to show. */
@Module({
  imports: [AuditChainModule, AuditTrailModule],
  controllers: [AuditEventsController],
  providers: [
    AuditInvariants,
    AuditQueries,
    RefusalSamples,
    { provide: AuditReader, useClass: PostgresAuditReader },
  ],
})
export class AuditModule {}
