import { Body, Controller, Delete, Get, Param, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { QuotaExceeded } from '#modules/quota';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { API_PATH, Addresses } from '#platform/http/server/addresses';
import { CancelDashboardSession } from '../commands/dashboard/cancel-dashboard-session';
import { OpenDashboardSession } from '../commands/dashboard/open-dashboard-session';
import {
  DashboardSessionNotFound,
  DashboardSessionUsed,
  NotYourDashboardSession,
} from '../domain/upload.errors';
import { UploadQueries } from '../queries/upload.queries';
import { UploadConfig } from '../upload.config';
import {
  DashboardProblemDto,
  DashboardSessionDto,
  DashboardSessionPathDto,
  DashboardStatusDto,
  OpenDashboardSessionDto,
} from './dashboard.dto';
import { PLACE_ERRORS } from './door-errors';
import { arrivalOf } from './upload.dto';

@ApiTags('Uploads')
@Controller('dashboard/upload')
export class DashboardSessionsController {
  constructor(
    private readonly openSession: OpenDashboardSession,
    private readonly cancelSession: CancelDashboardSession,
    private readonly uploads: UploadQueries,
    private readonly config: UploadConfig,
    private readonly addresses: Addresses,
  ) {}

  @Post()
  @Operation({
    id: 'openDashboardSession',
    summary: 'Open a session that takes one file',
    description: 'It is good for an hour. Nothing is reserved before the file comes.',
    access: 'uploads:write',
    isIdempotent: true,
    answer: { status: 201, description: 'Where to send the file.', type: DashboardSessionDto },
    errors: [QuotaExceeded, ...PLACE_ERRORS],
    problem: DashboardProblemDto,
  })
  async open(
    @Body() body: OpenDashboardSessionDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<DashboardSessionDto> {
    const opened = await this.openSession.execute({ actor, ...arrivalOf(body) });
    return {
      session_id: opened.id,
      expires_at: opened.expiresAt.toISOString(),
      upload_url: `${this.addresses.publicUrl}${API_PATH}/dashboard/upload/${opened.id}`,
      max_file_size: this.config.maxDashboardBytes,
      allowed_formats: this.config.formats,
      quota_remaining: opened.uploadsLeft,
    };
  }

  @Get(':session_id/status')
  @Operation({
    id: 'readDashboardSession',
    summary: 'What a session is doing',
    description: 'Answers 200 for every id.',
    access: 'uploads:write',
    answer: { status: 200, description: 'The session as you may see it.', type: DashboardStatusDto },
    problem: DashboardProblemDto,
  })
  async status(
    @Param() { session_id: id }: DashboardSessionPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<DashboardStatusDto> {
    return { session_id: id, ...(await this.uploads.dashboardStatus(actor, asId(id))) };
  }

  @Delete(':session_id')
  @Operation({
    id: 'cancelDashboardSession',
    summary: 'Cancel a session',
    description: 'What was stored is removed, and a file that is on its way is not taken.',
    access: 'uploads:write',
    answer: { status: 204, description: 'Cancelled.' },
    errors: [DashboardSessionNotFound, NotYourDashboardSession, DashboardSessionUsed],
    problem: DashboardProblemDto,
  })
  cancel(
    @Param() { session_id: id }: DashboardSessionPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<void> {
    return this.cancelSession.execute(actor, asId(id));
  }
}
