import { Injectable, type OnModuleInit } from '@nestjs/common';
import { BulkActions } from '#modules/videos';
import { ReprocessVideo } from './reprocess-video';

/** Many videos may be asked to be processed again at once. */
@Injectable()
export class ReprocessInBulk implements OnModuleInit {
  constructor(
    private readonly actions: BulkActions,
    private readonly reprocessVideo: ReprocessVideo,
  ) {}

  onModuleInit(): void {
    this.actions.add('reprocess', (wish) => this.reprocessVideo.execute(wish));
  }
}
