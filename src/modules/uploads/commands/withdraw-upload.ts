import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { UploadRecords } from './upload-records';

/** `too late`: the upload has become a video, and stays one. */
export type Withdrawal = 'done' | 'done before' | 'too late';

/** Undoes an upload that came to nothing: the video is gone, its room free again, its bytes on their way out. */
@Injectable()
export class WithdrawUpload {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly records: UploadRecords,
  ) {}

  execute(videoId: VideoId): Promise<Withdrawal> {
    const { quota, videos, objects, sessions } = this.records;
    return this.unitOfWork.run(async () => {
      await quota.release(videoId);
      // Deleted meanwhile: its deletion has seen to the objects.
      if (await videos.withdraw(videoId)) await objects.condemnVideo(videoId);
      if (await sessions.withdraw(videoId)) return 'done';
      return (await sessions.find(videoId))?.state === 'completed' ? 'too late' : 'done before';
    });
  }
}
