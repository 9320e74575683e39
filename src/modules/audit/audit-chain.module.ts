import { Module } from '@nestjs/common';
import { PostgresAuditChain } from './persistence/postgres-audit-chain';
import { AuditChain } from './ports/audit-chain';
import { ChainQueries } from './queries/chain.queries';

/** The seals of the trail, and whether they still fit. */
@Module({
  providers: [ChainQueries, { provide: AuditChain, useClass: PostgresAuditChain }],
  exports: [AuditChain, ChainQueries],
})
export class AuditChainModule {}
