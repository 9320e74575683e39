import { Global, Module } from '@nestjs/common';
import { PostgresAuditTrail } from './persistence/postgres-audit-trail';
import { AuditTrail } from './ports/audit-trail';

/** Global, because every module that changes something leaves a trace here. */
@Global()
@Module({ providers: [{ provide: AuditTrail, useClass: PostgresAuditTrail }], exports: [AuditTrail] })
export class AuditTrailModule {}
