import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { SetQuota } from './commands/set-quota';
import { QuotaController } from './http/quota.controller';
import { PostgresQuotaLedger } from './persistence/postgres-quota-ledger';
import { QuotaInvariants } from './persistence/quota-invariants';
import { QuotaLedger } from './ports/quota-ledger';
import { QuotaQueries } from './queries/quota.queries';

@Module({
  imports: [AuthModule],
  controllers: [QuotaController],
  providers: [
    { provide: QuotaLedger, useClass: PostgresQuotaLedger },
    QuotaQueries,
    SetQuota,
    QuotaInvariants,
  ],
  exports: [QuotaLedger, QuotaQueries],
})
export class QuotaModule {}
