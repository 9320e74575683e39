import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { NotYourVideo } from '#modules/videos';
import { StorageUnavailable } from '#modules/storage';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { AbortUpload } from '../commands/abort-upload';
import { ListArrivedParts } from '../commands/list-arrived-parts';
import { SignParts } from '../commands/sign-parts';
import { CompletionUnderWay, NoSuchPart, UploadCompleted, UploadNotFound } from '../domain/upload.errors';
import { SignedPartsDto, SignPartsDto, UploadPathDto, UploadProgressDto } from './multipart.dto';
import { presentProgress, presentSignedParts } from './present-parts';

@ApiTags('Uploads')
@Controller('uploads/multipart/:upload_id')
export class UploadPartsController {
  constructor(
    private readonly signParts: SignParts,
    private readonly listArrivedParts: ListArrivedParts,
    private readonly abortUpload: AbortUpload,
  ) {}

  @Post('parts')
  @Operation({
    id: 'signUploadParts',
    summary: 'Links for parts of an upload',
    description:
      'Each takes exactly the bytes of its part for an hour. Ask again for what expired or was lost; of several that were sent, the last counts.',
    access: 'uploads:write',
    answer: { status: 200, description: 'Where to send them.', type: SignedPartsDto },
    errors: [UploadNotFound, NotYourVideo, NoSuchPart, UploadCompleted, StorageUnavailable],
  })
  async sign(
    @Param() { upload_id: id }: UploadPathDto,
    @Body() { part_numbers: partNumbers }: SignPartsDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<SignedPartsDto> {
    const signed = await this.signParts.execute({ actor, uploadId: asId(id), partNumbers });
    return presentSignedParts(signed);
  }

  @Get()
  @Operation({
    id: 'readMultipartUpload',
    summary: 'What has arrived of an upload in parts',
    description: 'As the store says it: enough for a client that lost its place to go on.',
    access: 'uploads:write',
    answer: { status: 200, description: 'The upload and its parts.', type: UploadProgressDto },
    errors: [UploadNotFound, NotYourVideo, StorageUnavailable],
  })
  async read(
    @Param() { upload_id: id }: UploadPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<UploadProgressDto> {
    return presentProgress(await this.listArrivedParts.execute(actor, asId(id)));
  }

  @Delete()
  @Operation({
    id: 'abortMultipartUpload',
    summary: 'Give an upload in parts up',
    description: 'Its parts are deleted, its room is free again, its video is gone.',
    access: 'uploads:write',
    answer: { status: 204, description: 'The upload is withdrawn.' },
    errors: [UploadNotFound, NotYourVideo, UploadCompleted, CompletionUnderWay],
  })
  async abort(@Param() { upload_id: id }: UploadPathDto, @CurrentUser() actor: SignedInUser): Promise<void> {
    await this.abortUpload.execute(actor, asId(id));
  }
}
