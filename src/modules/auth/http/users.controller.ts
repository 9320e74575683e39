import { Body, Controller, Get, Param, Patch, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentPerson } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { UpdateUser } from '../commands/update-user';
import { NotAnAdmin, OwnAccount, UserNotFound } from '../domain/auth.errors';
import { UserQueries } from '../queries/user.queries';
import {
  ManagedUserDto,
  toManagedUserDto,
  toUserChanges,
  UpdateUserDto,
  UserListDto,
  UserListQueryDto,
  UserPathDto,
} from './users.dto';

@ApiTags('Users')
@Controller('users')
export class UsersController {
  constructor(
    private readonly users: UserQueries,
    private readonly updateUser: UpdateUser,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listUsers',
    summary: 'All accounts, newest first',
    description: 'Pages by number, by offset or by cursor; one style at a time.',
    access: 'admin',
    answer: { status: 200, description: 'One page of accounts.', type: UserListDto },
  })
  async list(@Query() query: UserListQueryDto): Promise<UserListDto> {
    const filter = { search: query.search ?? null, isDisabled: query.disabled ?? null };
    const list = `users newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.users.list(filter, request);
    return { users: page.items.map(toManagedUserDto), ...this.paging.describe(page, request, list) };
  }

  @Get(':id')
  @Operation({
    id: 'readUser',
    summary: 'One account',
    description: 'With role, memberships and whether it is disabled.',
    access: 'admin',
    answer: { status: 200, description: 'The account.', type: ManagedUserDto },
    errors: [UserNotFound],
  })
  async read(@Param() { id }: UserPathDto): Promise<ManagedUserDto> {
    return toManagedUserDto(await this.users.get(asId(id)));
  }

  @Patch(':id')
  @Operation({
    id: 'updateUser',
    summary: 'Change a role, disable or enable, rename',
    description:
      'Takes effect on every process within five seconds. Nobody changes their own role or disables themselves.',
    access: 'admin-person',
    answer: { status: 200, description: 'The account as it is now.', type: ManagedUserDto },
    errors: [UserNotFound, OwnAccount, NotAnAdmin],
  })
  async update(
    @Param() { id }: UserPathDto,
    @Body() body: UpdateUserDto,
    @CurrentPerson() actor: Person,
  ): Promise<ManagedUserDto> {
    const { id: userId } = await this.users.get(asId(id));
    await this.updateUser.execute({ actor, userId, changes: toUserChanges(body) });
    return toManagedUserDto(await this.users.get(userId));
  }
}
