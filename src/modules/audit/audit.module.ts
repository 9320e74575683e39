import { Module } from '@nestjs/common';
import { AuditChainModule } from './audit-chain.module';
import { AuditTrailModule } from './audit-trail.module';
import { AuditInvariants } from './persistence/audit-invariants';

/** What the HTTP process needs of the trail: to record, and to look. */
@Module({ imports: [AuditChainModule, AuditTrailModule], providers: [AuditInvariants] })
export class AuditModule {}
