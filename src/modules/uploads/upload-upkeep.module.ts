import { Module } from '@nestjs/common';
import { FinishCompletion } from './commands/finish-completion';
import { UploadRounds } from './jobs/upload-rounds';
import { UploadCompletionModule } from './upload-completion.module';

/** The part of uploads that runs in the worker. */
@Module({ imports: [UploadCompletionModule], providers: [FinishCompletion, UploadRounds] })
export class UploadUpkeepModule {}
