import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { MallCommands } from '../commands/mall.commands';
import { MallNotFound, NotEmpty, NotForYourRole, NotYourMall } from '../domain/site.errors';
import { SiteQueries } from '../queries/site.queries';
import {
  CreateMallDto,
  MallDto,
  MallListDto,
  MallListQueryDto,
  MallPathDto,
  toMallChanges,
  toMallDto,
  toMallFields,
  UpdateMallDto,
} from './mall.dto';

@ApiTags('Malls')
@Controller('malls')
export class MallsController {
  constructor(
    private readonly sites: SiteQueries,
    private readonly malls: MallCommands,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listMalls',
    summary: 'The malls that I belong to, newest first',
    description: 'Admins see all.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of malls.', type: MallListDto },
  })
  async list(@Query() query: MallListQueryDto, @CurrentUser() actor: SignedInUser): Promise<MallListDto> {
    const filter = { search: query.search ?? null };
    const list = `malls newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.sites.listMalls(actor, filter, request);
    return { malls: page.items.map(toMallDto), ...this.paging.describe(page, request, list) };
  }

  @Post()
  @Operation({
    id: 'createMall',
    summary: 'Make a mall',
    description: 'For admins.',
    access: 'sites:manage',
    isIdempotent: true,
    answer: { status: 201, description: 'The new mall.', type: MallDto },
    errors: [NotForYourRole],
  })
  async create(@Body() body: CreateMallDto, @CurrentUser() actor: SignedInUser): Promise<MallDto> {
    const id = await this.malls.create(actor, toMallFields(body));
    return toMallDto(await this.sites.getMall(actor, id));
  }

  @Get(':id')
  @Operation({
    id: 'readMall',
    summary: 'One mall',
    description: 'For its members and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'The mall.', type: MallDto },
    errors: [MallNotFound, NotYourMall],
  })
  async read(@Param() { id }: MallPathDto, @CurrentUser() actor: SignedInUser): Promise<MallDto> {
    return toMallDto(await this.sites.getMall(actor, asId(id)));
  }

  @Patch(':id')
  @Operation({
    id: 'updateMall',
    summary: 'Change a mall',
    description: 'For admins. What is not sent stays as it is.',
    access: 'sites:manage',
    answer: { status: 200, description: 'The mall as it is now.', type: MallDto },
    errors: [MallNotFound, NotForYourRole],
  })
  async update(
    @Param() { id }: MallPathDto,
    @Body() body: UpdateMallDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<MallDto> {
    await this.malls.change(actor, asId(id), toMallChanges(body));
    return toMallDto(await this.sites.getMall(actor, asId(id)));
  }

  @Delete(':id')
  @Operation({
    id: 'deleteMall',
    summary: 'Delete a mall',
    description: 'For admins, and only when nothing points at it any more: no store, pin, member or video.',
    access: 'sites:manage',
    answer: { status: 204, description: 'The mall is gone.' },
    errors: [MallNotFound, NotForYourRole, NotEmpty],
  })
  async delete(@Param() { id }: MallPathDto, @CurrentUser() actor: SignedInUser): Promise<void> {
    await this.malls.delete(actor, asId(id));
  }
}
