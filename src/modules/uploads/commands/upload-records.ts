import { Injectable } from '@nestjs/common';
import { QuotaLedger } from '#modules/quota';
import { StorageObjectRepository } from '#modules/storage';
import { VideoRepository } from '#modules/videos';
import { UploadSessionRepository } from '../ports/upload-session-repository';

/** The four records that an upload is written in, in the order in which they are locked: usage, video, objects, session. */
@Injectable()
export class UploadRecords {
  constructor(
    readonly quota: QuotaLedger,
    readonly videos: VideoRepository,
    readonly objects: StorageObjectRepository,
    readonly sessions: UploadSessionRepository,
  ) {}
}
