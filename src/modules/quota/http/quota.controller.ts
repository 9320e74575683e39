import { Body, Controller, Get, Param, Put } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { UserNotFound, UserPathDto, UserQueries } from '#modules/auth';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { SetQuota } from '../commands/set-quota';
import { QuotaQueries } from '../queries/quota.queries';
import { QuotaDto, SetQuotaDto, toQuotaDto } from './quota.dto';

@ApiTags('Quota')
@Controller()
export class QuotaController {
  constructor(
    private readonly quotas: QuotaQueries,
    private readonly users: UserQueries,
    private readonly setQuota: SetQuota,
  ) {}

  @Get('quota')
  @Operation({
    id: 'readQuota',
    summary: 'What I may still upload',
    description: 'Uploads of this month and bytes of originals. Any valid credential may ask.',
    access: 'signed-in',
    answer: { status: 200, description: 'The quota of the caller.', type: QuotaDto },
  })
  async mine(@CurrentUser() { userId }: SignedInUser): Promise<QuotaDto> {
    return toQuotaDto(await this.quotas.of(userId));
  }

  @Put('users/:id/quota')
  @Operation({
    id: 'setQuota',
    summary: "Set a user's quota",
    description: 'Holds from the next upload on.',
    access: 'admin',
    answer: { status: 200, description: 'The quota as it is now.', type: QuotaDto },
    errors: [UserNotFound],
  })
  async set(
    @Param() { id }: UserPathDto,
    @Body() { limit, storage_bytes_limit: storageBytes }: SetQuotaDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<QuotaDto> {
    const { id: ownerId } = await this.users.get(asId(id));
    await this.setQuota.execute({ actor, ownerId, uploads: limit, storageBytes });
    return toQuotaDto(await this.quotas.of(ownerId));
  }
}
