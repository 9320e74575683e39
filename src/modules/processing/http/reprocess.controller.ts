import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import {
  NotYourVideo,
  PresentVideo,
  VideoDto,
  VideoNotFound,
  VideoPathDto,
  VideoQueries,
} from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { CancelProcessing } from '../commands/cancel-processing';
import { ReprocessVideo } from '../commands/reprocess-video';
import { SourceGone } from '../domain/job.errors';
import { NothingPublished, NotProcessing, RenditionUnknown, VideoInWork } from '../domain/work.errors';
import { ReprocessDto } from './reprocess.dto';

@ApiTags('Processing')
@Controller('videos')
export class ReprocessController {
  constructor(
    private readonly reprocessVideo: ReprocessVideo,
    private readonly cancelProcessing: CancelProcessing,
    private readonly videos: VideoQueries,
    private readonly presenter: PresentVideo,
  ) {}

  @Post(':id/reprocess')
  @Operation({
    id: 'reprocessVideo',
    summary: 'Process a video again',
    description:
      'A new version is made of the stored original; what is published stays so until the new version is whole, and for good when making it fails or is cancelled. With `renditions`, what stands is kept and only what is missing of them is made.',
    access: 'videos:write',
    isIdempotent: true,
    answer: { status: 202, description: 'The video, in processing.', type: VideoDto },
    alsoAnswers: [
      { status: 200, description: 'None of the renditions is missing: nothing was begun.', type: VideoDto },
    ],
    errors: [VideoNotFound, NotYourVideo, VideoInWork, SourceGone, NothingPublished, RenditionUnknown],
  })
  async reprocess(
    @Param() { id }: VideoPathDto,
    @Body() { renditions }: ReprocessDto,
    @CurrentUser() actor: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoDto> {
    const hasBegun = await this.reprocessVideo.execute({ actor, videoId: asId(id), renditions });
    response.status(hasBegun ? 202 : 200);
    return this.presenter.present(await this.videos.get(actor, asId(id)));
  }

  @Post(':id/cancel')
  @Operation({
    id: 'cancelProcessing',
    summary: 'Cancel the processing of a video',
    description:
      'Whatever works on it stops within seconds, and what it made is deleted. The video is `failed`, or `completed` where an earlier version is published, with the `processing_error` `CANCELLED`. It can be processed again.',
    access: 'videos:write',
    answer: { status: 202, description: 'The video, which nobody processes any more.', type: VideoDto },
    errors: [VideoNotFound, NotYourVideo, NotProcessing],
  })
  async cancel(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<VideoDto> {
    await this.cancelProcessing.execute({ actor, videoId: asId(id) });
    return this.presenter.present(await this.videos.get(actor, asId(id)));
  }
}
