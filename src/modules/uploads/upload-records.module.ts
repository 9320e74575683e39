import { Module } from '@nestjs/common';
import { QuotaLedgerModule } from '../quota/quota-ledger.module';
import { StepRecordModule } from '../processing/step-record.module';
import { PlacesModule } from '../sites/places.module';
import { StorageDriversModule } from '../storage/storage-drivers.module';
import { VideoRecordModule } from '../videos/video-record.module';
import { OpenUpload } from './commands/open-upload';
import { UploadRecords } from './commands/upload-records';
import { WithdrawUpload } from './commands/withdraw-upload';
import { PostgresDashboardSessionRepository } from './persistence/postgres-dashboard-session-repository';
import { PostgresUploadSessionRepository } from './persistence/postgres-upload-session-repository';
import { DashboardSessionRepository } from './ports/dashboard-session-repository';
import { UploadSessionRepository } from './ports/upload-session-repository';

/** The records of uploads, for every process that opens, confirms or withdraws them. */
@Module({
  imports: [PlacesModule, QuotaLedgerModule, StepRecordModule, StorageDriversModule, VideoRecordModule],
  providers: [
    OpenUpload,
    UploadRecords,
    WithdrawUpload,
    { provide: DashboardSessionRepository, useClass: PostgresDashboardSessionRepository },
    { provide: UploadSessionRepository, useClass: PostgresUploadSessionRepository },
  ],
  exports: [
    DashboardSessionRepository,
    OpenUpload,
    QuotaLedgerModule,
    StepRecordModule,
    StorageDriversModule,
    UploadRecords,
    UploadSessionRepository,
    VideoRecordModule,
    WithdrawUpload,
  ],
})
export class UploadRecordsModule {}
