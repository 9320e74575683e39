import { Module } from '@nestjs/common';
import { PatientRecord } from '#modules/processing';
import { MediaToolsModule } from '../processing/media-tools.module';
import { PlacesModule } from '../sites/places.module';
import { VideosModule } from '../videos/videos.module';
import { CancelDashboardSession } from './commands/dashboard/cancel-dashboard-session';
import { ExamineVideo } from './commands/dashboard/examine-video';
import { HoldDashboardSession } from './commands/dashboard/hold-dashboard-session';
import { OpenDashboardSession } from './commands/dashboard/open-dashboard-session';
import { OpenDashboardUpload } from './commands/dashboard/open-dashboard-upload';
import { ReceiveDashboardUpload } from './commands/dashboard/receive-dashboard-upload';
import { RegisterDashboardUpload } from './commands/dashboard/register-dashboard-upload';
import { TakeFile } from './commands/dashboard/take-file';
import { UndoAttempt } from './commands/dashboard/undo-attempt';
import { ProbeFileBesideStore } from './drivers/probe-file-beside-store';
import { DashboardProblems } from './http/dashboard-problems';
import { DashboardSessionsController } from './http/dashboard-sessions.controller';
import { DashboardUploadsController } from './http/dashboard-uploads.controller';
import { DashboardInvariants } from './persistence/dashboard-invariants';
import { ProbeFiles } from './ports/probe-file';
import { UploadQueries } from './queries/upload.queries';
import { UploadCompletionModule } from './upload-completion.module';

/** The door whose bytes come through the service itself. */
@Module({
  imports: [MediaToolsModule, PlacesModule, UploadCompletionModule, VideosModule],
  controllers: [DashboardSessionsController, DashboardUploadsController],
  providers: [
    CancelDashboardSession,
    DashboardInvariants,
    DashboardProblems,
    ExamineVideo,
    HoldDashboardSession,
    OpenDashboardSession,
    OpenDashboardUpload,
    PatientRecord,
    ReceiveDashboardUpload,
    RegisterDashboardUpload,
    TakeFile,
    UndoAttempt,
    UploadQueries,
    { provide: ProbeFiles, useClass: ProbeFileBesideStore },
  ],
})
export class DashboardDoorModule {}
