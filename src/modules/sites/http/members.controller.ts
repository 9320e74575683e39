import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { AlreadyMember, MemberNotFound, UserUnknown } from '#modules/auth';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { MemberCommands } from '../commands/member.commands';
import {
  MallNotFound,
  NotForYourRole,
  NotYourMall,
  RoleAndStoreMismatch,
  StoreUnknown,
} from '../domain/site.errors';
import { SiteQueries } from '../queries/site.queries';
import { MallPathDto } from './mall.dto';
import {
  AddMemberDto,
  MemberDto,
  MemberListDto,
  MemberListQueryDto,
  MemberPathDto,
  toMemberDto,
  toStanding,
  toStandingChanges,
  UpdateMemberDto,
} from './member.dto';

const REFUSALS = [MallNotFound, NotYourMall, NotForYourRole];

@ApiTags('Malls')
@Controller('malls/:id/members')
export class MembersController {
  constructor(
    private readonly sites: SiteQueries,
    private readonly members: MemberCommands,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listMembers',
    summary: 'Who belongs to a mall, newest first',
    description: 'Operators and tenants. For operators of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of members.', type: MemberListDto },
    errors: REFUSALS,
  })
  async list(
    @Param() { id }: MallPathDto,
    @Query() query: MemberListQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<MemberListDto> {
    const filter = { search: query.search ?? null, role: query.role ?? null };
    const list = `members of ${id} newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.sites.listMembers(actor, { mallId: asId(id), ...filter }, request);
    return { members: page.items.map(toMemberDto), ...this.paging.describe(page, request, list) };
  }

  @Post()
  @Operation({
    id: 'addMember',
    summary: 'Make somebody operator or tenant',
    description:
      'Admins appoint operators; operators of the mall let tenants in too. Takes effect on every process within five seconds.',
    access: 'person',
    isIdempotent: true,
    answer: { status: 201, description: 'The new member.', type: MemberDto },
    errors: [...REFUSALS, AlreadyMember, UserUnknown, StoreUnknown, RoleAndStoreMismatch],
  })
  async add(
    @Param() { id }: MallPathDto,
    @Body() body: AddMemberDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<MemberDto> {
    const memberId = await this.members.add(actor, asId(id), asId(body.user_id), toStanding(body));
    return toMemberDto(await this.sites.getMember(actor, asId(id), memberId));
  }

  @Get(':member_id')
  @Operation({
    id: 'readMember',
    summary: 'One member',
    description: 'For operators of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'The member.', type: MemberDto },
    errors: [...REFUSALS, MemberNotFound],
  })
  async read(
    @Param() { id, member_id: memberId }: MemberPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<MemberDto> {
    return toMemberDto(await this.sites.getMember(actor, asId(id), asId(memberId)));
  }

  @Patch(':member_id')
  @Operation({
    id: 'updateMember',
    summary: 'Change the role or the store of a member',
    description:
      'Admins decide about operators; operators of the mall about tenants too. What is not sent stays as it is.',
    access: 'person',
    answer: { status: 200, description: 'The member as it is now.', type: MemberDto },
    errors: [...REFUSALS, MemberNotFound, AlreadyMember, StoreUnknown, RoleAndStoreMismatch],
  })
  async update(
    @Param() { id, member_id: memberId }: MemberPathDto,
    @Body() body: UpdateMemberDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<MemberDto> {
    await this.members.change(actor, asId(id), asId(memberId), toStandingChanges(body));
    return toMemberDto(await this.sites.getMember(actor, asId(id), asId(memberId)));
  }

  @Delete(':member_id')
  @Operation({
    id: 'removeMember',
    summary: 'Take a member out of a mall',
    description: 'Admins decide about operators; operators of the mall about tenants too.',
    access: 'person',
    answer: { status: 204, description: 'Nobody belongs to the mall by it any more.' },
    errors: [...REFUSALS, MemberNotFound],
  })
  async remove(
    @Param() { id, member_id: memberId }: MemberPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<void> {
    await this.members.remove(actor, asId(id), asId(memberId));
  }
}
