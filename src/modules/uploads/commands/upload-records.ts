import { Injectable } from '@nestjs/common';
import { StepRepository } from '#modules/processing';
import { QuotaLedger } from '#modules/quota';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { UploadSessionRepository } from '../ports/upload-session-repository';

/** The records that an upload is written in, in the order in which they are locked: usage, video, objects, steps, session. */
@Injectable()
export class UploadRecords {
  constructor(
    readonly quota: QuotaLedger,
    readonly videos: VideoRepository,
    readonly objects: StorageObjectRepository,
    readonly steps: StepRepository,
    readonly sessions: UploadSessionRepository,
  ) {}
}
