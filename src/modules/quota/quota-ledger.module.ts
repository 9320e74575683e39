import { Module } from '@nestjs/common';
import { PostgresQuotaLedger } from './persistence/postgres-quota-ledger';
import { QuotaLedger } from './ports/quota-ledger';

/** The ledger, for every process that spends or frees. */
@Module({ providers: [{ provide: QuotaLedger, useClass: PostgresQuotaLedger }], exports: [QuotaLedger] })
export class QuotaLedgerModule {}
