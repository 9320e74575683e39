import {
  BooleanField,
  ChoiceField,
  ListField,
  QueryBooleanField,
  TextField,
  UuidField,
} from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import type { UserChanges } from '../commands/update-user';
import type { User } from '../domain/user';
import { toUserDto, UserDto } from './account.dto';

export class UserPathDto {
  @UuidField({ description: 'Id of a user.', example: '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4' })
  id!: string;
}

export class UserListQueryDto extends PageQueryDto {
  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    description: 'Part of the address or name.',
    example: 'ada',
  })
  search?: string;

  @QueryBooleanField({
    isOptional: true,
    description: 'Only disabled users, or only the others.',
    example: false,
  })
  disabled?: boolean;
}

export class UpdateUserDto {
  @ChoiceField({
    of: ['admin', 'user'],
    isOptional: true,
    description: 'Gives or takes the admin role. Operators and tenants come from memberships alone.',
    example: 'admin',
  })
  role?: 'admin' | 'user';

  @BooleanField({
    isOptional: true,
    description: 'Disabling ends every session within five seconds.',
    example: false,
  })
  disabled?: boolean;

  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    isNullable: true,
    description: 'Name to show.',
    example: 'Ada',
  })
  name?: string | null;
}

/** A user as admins see it. */
export class ManagedUserDto extends UserDto {
  @BooleanField({ description: 'Whether the account is switched off.', example: false })
  disabled!: boolean;
}

export class UserListDto extends PageDto {
  @ListField({ of: () => ManagedUserDto, description: 'Newest first.', example: undefined })
  users!: ManagedUserDto[];
}

export function toManagedUserDto(user: User): ManagedUserDto {
  return { ...toUserDto(user), disabled: user.isDisabled };
}

export function toUserChanges({ role, disabled, name }: UpdateUserDto): UserChanges {
  return {
    ...(role === undefined ? {} : { isAdmin: role === 'admin' }),
    ...(disabled === undefined ? {} : { isDisabled: disabled }),
    ...(name === undefined ? {} : { name }),
  };
}
