import { Module } from '@nestjs/common';
import { EndLeftBodies } from './commands/dashboard/end-left-bodies';
import { FinishCompletion } from './commands/finish-completion';
import { TendUploads } from './commands/tend-uploads';
import { DashboardRounds } from './jobs/dashboard-rounds';
import { UploadRounds } from './jobs/upload-rounds';
import { DashboardChores } from './persistence/dashboard-chores';
import { UploadCompletionModule } from './upload-completion.module';

/** The part of uploads that runs in the worker. */
@Module({
  imports: [UploadCompletionModule],
  providers: [DashboardChores, DashboardRounds, EndLeftBodies, FinishCompletion, TendUploads, UploadRounds],
})
export class UploadUpkeepModule {}
