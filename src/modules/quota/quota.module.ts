import { Module } from '@nestjs/common';
import { AuthModule } from '../auth/auth.module';
import { SetQuota } from './commands/set-quota';
import { QuotaController } from './http/quota.controller';
import { QuotaInvariants } from './persistence/quota-invariants';
import { QuotaLedgerModule } from './quota-ledger.module';
import { QuotaQueries } from './queries/quota.queries';

@Module({
  imports: [AuthModule, QuotaLedgerModule],
  controllers: [QuotaController],
  providers: [QuotaQueries, SetQuota, QuotaInvariants],
  exports: [QuotaLedgerModule, QuotaQueries],
})
export class QuotaModule {}
