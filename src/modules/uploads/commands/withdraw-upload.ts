import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { UploadRecords } from './upload-records';

/** Undoes an upload that came to nothing: the video is gone, its room free again, its bytes on their way out. */
@Injectable()
export class WithdrawUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
  ) {}

  /** False when it was withdrawn before, or has become a video. */
  execute(videoId: VideoId): Promise<boolean> {
    const { quota, videos, objects, sessions } = this.records;
    return this.unitOfWork.run(async () => {
      await quota.release(videoId);
      // Deleted meanwhile: its deletion has seen to the objects.
      if (await videos.withdraw(videoId)) await objects.condemnVideo(videoId);
      return sessions.withdraw(videoId);
    });
  }
}
