import { Body, Controller, Param, Post, Res } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { MultipartUploadNotFound, PartMismatch, PartTooSmall } from '#modules/storage';
import { PresentVideo, VideoDto, VideoQueries } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { CompleteParts } from '../commands/complete-parts';
import { OpenUpload } from '../commands/open-upload';
import { COMPLETION_ERRORS, OPENING_ERRORS } from './door-errors';
import { CompletePartsDto, MultipartUploadDto, UploadPathDto } from './multipart.dto';
import { presentOpenedParts } from './present-parts';
import { announced, AnnounceFileDto } from './upload.dto';

@ApiTags('Uploads')
@Controller('uploads/multipart')
export class MultipartDoorController {
  constructor(
    private readonly openUpload: OpenUpload,
    private readonly completeParts: CompleteParts,
    private readonly videos: VideoQueries,
    private readonly presenter: PresentVideo,
  ) {}

  @Post()
  @Operation({
    id: 'openMultipartUpload',
    summary: 'Open an upload in parts',
    description:
      'For large files and bad lines: parts are sent each to a link of its own, in any order, and again where one was lost. A day to do it.',
    access: 'uploads:write',
    isIdempotent: true,
    answer: { status: 201, description: 'How to cut the file.', type: MultipartUploadDto },
    errors: OPENING_ERRORS,
  })
  async open(@Body() body: AnnounceFileDto, @CurrentUser() actor: SignedInUser): Promise<MultipartUploadDto> {
    const opened = await this.openUpload.execute({
      door: 'multipart',
      actor,
      ...announced(body),
    });
    return presentOpenedParts(opened);
  }

  @Post(':upload_id/complete')
  @Operation({
    id: 'completeMultipartUpload',
    summary: 'Join the parts to a video',
    description:
      'Names every part with the ETag that was answered to it. The file is read back and looked at, then processing begins. Asked again, it answers again (200).',
    access: 'uploads:write',
    answer: { status: 201, description: 'The video, in processing.', type: VideoDto },
    alsoAnswers: [{ status: 200, description: 'It was completed before.', type: VideoDto }],
    errors: [...COMPLETION_ERRORS, PartMismatch, PartTooSmall, MultipartUploadNotFound],
  })
  async complete(
    @Param() { upload_id: id }: UploadPathDto,
    @Body() { parts, ...about }: CompletePartsDto,
    @CurrentUser() actor: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoDto> {
    const named = parts.map(({ part_number: partNumber, etag }) => ({ partNumber, etag }));
    const { videoId, isNew } = await this.completeParts.execute({
      actor,
      uploadId: asId(id),
      parts: named,
      ...about,
    });
    response.status(isNew ? 201 : 200);
    return this.presenter.present(await this.videos.get(actor, videoId));
  }
}
