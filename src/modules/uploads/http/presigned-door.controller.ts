import { Body, Controller, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { PresignedTransfers } from '#modules/storage';
import { PresentVideo, VideoDto, VideoQueries } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { CompleteUpload } from '../commands/complete-upload';
import { OpenUpload } from '../commands/open-upload';
import { SIGNED_PUT_SECONDS } from '../domain/doors';
import { COMPLETION_ERRORS, OPENING_ERRORS } from './door-errors';
import { announced, AnnounceFileDto, CompleteUploadDto, PresignedUploadDto } from './upload.dto';

@ApiTags('Uploads')
@Controller()
export class PresignedDoorController {
  constructor(
    private readonly openUpload: OpenUpload,
    private readonly completeUpload: CompleteUpload,
    private readonly transfers: PresignedTransfers,
    private readonly videos: VideoQueries,
    private readonly presenter: PresentVideo,
  ) {}

  @Post('upload/presigned-url')
  @Operation({
    id: 'openPresignedUpload',
    summary: 'Open an upload by a signed PUT',
    description:
      'The URL takes exactly that type and size. The video is `pending` until POST /videos confirms it, or for a day.',
    access: 'uploads:write',
    isIdempotent: true,
    answer: { status: 201, description: 'Where to send the bytes.', type: PresignedUploadDto },
    errors: OPENING_ERRORS,
  })
  async open(@Body() body: AnnounceFileDto, @CurrentUser() actor: SignedInUser): Promise<PresignedUploadDto> {
    const opened = await this.openUpload.execute({
      door: 'presigned',
      actor,
      ...announced(body),
    });
    const { session, contentType, writableUntil } = opened;
    const { url, headers } = this.transfers.signUpload({
      key: session.stagingKey,
      sizeBytes: session.declaredBytes,
      contentType,
      expiresAt: writableUntil,
    });
    return {
      video_id: session.videoId,
      upload_url: url,
      method: 'PUT',
      headers,
      s3_key: opened.originalKey,
      expires_at: writableUntil.toISOString(),
      expires_in: SIGNED_PUT_SECONDS,
    };
  }

  @Post('videos')
  @Operation({
    id: 'completeUpload',
    summary: 'Confirm that the bytes were sent',
    description:
      'The file is read back and looked at, then processing begins. Asked again, it answers again (200).',
    access: 'uploads:write',
    answer: { status: 201, description: 'The video, in processing.', type: VideoDto },
    alsoAnswers: [{ status: 200, description: 'It was confirmed before.', type: VideoDto }],
    errors: COMPLETION_ERRORS,
  })
  async complete(
    @Body() { video_id: id, ...about }: CompleteUploadDto,
    @CurrentUser() actor: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoDto> {
    const isNew = await this.completeUpload.execute({ actor, videoId: asId(id), ...about });
    response.status(isNew ? 201 : 200);
    return this.presenter.present(await this.videos.get(actor, asId(id)));
  }
}
