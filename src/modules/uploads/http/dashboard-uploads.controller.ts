import { Controller, Param, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { QuotaExceeded, StorageQuotaExceeded } from '#modules/quota';
import { StorageFull, StorageUnavailable, TooManyBytes } from '#modules/storage';
import { VideoQueries } from '#modules/videos';
import { BodiesAtOnce } from '#platform/http/body/bodies-at-once';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { RequestTimedOut, TooManyBodies, UnsupportedMediaType } from '#platform/http/http.errors';
import { ReceiveDashboardUpload } from '../commands/dashboard/receive-dashboard-upload';
import { FailedAttempt } from '../domain/failed-attempt';
import {
  BodyBrokeOff,
  BodyUnderWay,
  ContentMismatch,
  ContentTypeMismatch,
  DashboardSessionNotFound,
  FileEmpty,
  FileMissing,
  FormMalformed,
  NotAVideo,
  NotYourDashboardSession,
  ProbeUnavailable,
  UnsupportedFormat,
} from '../domain/upload.errors';
import { UploadConfig } from '../upload.config';
import { PLACE_ERRORS } from './door-errors';
import { DashboardProblemDto, DashboardSessionPathDto, DashboardUploadDto } from './dashboard.dto';
import { problemOf } from './dashboard-problems';
import { FORM_SCHEMA } from './form-schema';
import { MultipartForm } from './multipart-form';
import { toDashboardUpload } from './to-dashboard-upload';

const REFUSALS = [
  UnsupportedMediaType,
  FormMalformed,
  FileMissing,
  FileEmpty,
  UnsupportedFormat,
  ContentTypeMismatch,
  ContentMismatch,
  NotAVideo,
  BodyBrokeOff,
  DashboardSessionNotFound,
  NotYourDashboardSession,
  BodyUnderWay,
  RequestTimedOut,
  TooManyBytes,
  TooManyBodies,
  QuotaExceeded,
  StorageQuotaExceeded,
  ProbeUnavailable,
  StorageUnavailable,
  StorageFull,
  ...PLACE_ERRORS,
];

@ApiTags('Uploads')
@Controller('dashboard/upload')
export class DashboardUploadsController {
  constructor(
    private readonly receiveUpload: ReceiveDashboardUpload,
    private readonly videos: VideoQueries,
    private readonly bodies: BodiesAtOnce,
    private readonly config: UploadConfig,
  ) {}

  @Post(':session_id')
  @ApiConsumes('multipart/form-data')
  @ApiBody({ schema: FORM_SCHEMA })
  @Operation({
    id: 'uploadToDashboard',
    summary: 'Send the file of a session',
    description:
      'The file is stored as it comes, then looked into: the answer says whether it is a video. A try that fails or breaks off leaves the session as it was. Without a Content-Length, room for the largest file is reserved until all of it has come.',
    access: 'uploads:write',
    answer: { status: 201, description: 'The video, in processing.', type: DashboardUploadDto },
    errors: REFUSALS,
    problem: DashboardProblemDto,
  })
  async receive(
    @Param() { session_id: id }: DashboardSessionPathDto,
    @CurrentUser() actor: SignedInUser,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<DashboardUploadDto> {
    const form = MultipartForm.of(request, response, this.config.maxDashboardBytes);
    const received = await this.bodies
      .take(actor.userId, () => this.receiveUpload.execute({ actor, sessionId: asId(id), form }))
      .catch(tellAttempt);
    return toDashboardUpload(received, await this.videos.get(actor, received.videoId));
  }
}

function tellAttempt(error: unknown): never {
  throw error instanceof FailedAttempt ? problemOf(error) : error;
}
