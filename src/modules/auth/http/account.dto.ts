import { EXAMPLE_ID } from '#platform/http/contract/examples';
import {
  BooleanField,
  ChoiceField,
  EmailField,
  ListField,
  ObjectField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import type { User } from '../domain/user';
import { PASSWORD_MAX_LENGTH, PASSWORD_MIN_LENGTH } from '../domain/user';
import { strongestRole, ROLES } from '#kernel/actor';
import type { SessionGrant } from '../commands/open-session';

const EXAMPLE_PASSWORD = 'correct horse battery staple';

export class RegisterDto {
  @EmailField({ description: 'Address to log in with.', example: 'ada@example.org' })
  email!: string;

  @TextField({
    min: PASSWORD_MIN_LENGTH,
    max: PASSWORD_MAX_LENGTH,
    description: 'Any characters; length is what counts.',
    example: EXAMPLE_PASSWORD,
  })
  password!: string;

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

export class LogInDto {
  @EmailField({ description: 'Address of the account.', example: 'ada@example.org' })
  email!: string;

  @TextField({
    min: 1,
    max: PASSWORD_MAX_LENGTH,
    description: 'Password of the account.',
    example: EXAMPLE_PASSWORD,
  })
  password!: string;
}

export class RefreshDto {
  @TextField({ min: 1, max: 255, description: 'The latest refresh token.', example: 'fgr_3q2-7w...' })
  refresh_token!: string;
}

export class LogOutDto {
  @BooleanField({
    isOptional: true,
    description: 'End every session of the account instead of this one.',
    example: false,
  })
  all?: boolean;
}

export class MembershipDto {
  @UuidField({ description: 'Mall that the user belongs to.', example: EXAMPLE_ID })
  mall_id!: string;

  @ChoiceField({ of: ['operator', 'tenant'], description: 'As what.', example: 'operator' })
  role!: string;

  @UuidField({ isNullable: true, description: 'Store of a tenant; null for an operator.', example: null })
  store_id!: string | null;
}

export class UserDto {
  @UuidField({ description: 'Id of the user.', example: EXAMPLE_ID })
  id!: string;

  @EmailField({ description: 'Address to log in with.', example: 'ada@example.org' })
  email!: string;

  @TextField({ max: 255, isNullable: true, description: 'Name to show.', example: 'Ada' })
  name!: string | null;

  @ChoiceField({
    of: ROLES,
    description: '`admin`, or else the strongest role of the memberships.',
    example: 'user',
  })
  role!: string;

  @ListField({ of: () => MembershipDto, description: 'What the user belongs to.', example: [] })
  memberships!: MembershipDto[];

  @TimeField({ description: 'When the account was made.', example: '2026-11-20T12:00:00.000Z' })
  created_at!: string;
}

export class SessionDto {
  @ObjectField({ of: () => UserDto, description: 'Who signed in.', example: undefined })
  user!: UserDto;

  @TextField({ max: 4096, description: 'Send it as `Authorization: Bearer`.', example: 'eyJhbGciOi...' })
  access_token!: string;

  @TextField({ max: 255, description: 'Good once, for POST /auth/refresh.', example: 'fgr_3q2-7w...' })
  refresh_token!: string;

  @ChoiceField({ of: ['Bearer'], description: 'How to send the access token.', example: 'Bearer' })
  token_type!: 'Bearer';

  @WholeNumberField({ min: 1, description: 'Seconds until the access token expires.', example: 900 })
  expires_in!: number;
}

export function toUserDto({ id, email, name, isAdmin, memberships, createdAt }: User): UserDto {
  return {
    id,
    email,
    name,
    role: strongestRole(isAdmin, memberships),
    memberships: memberships.map(({ mallId, role, storeId }) => ({
      mall_id: mallId,
      role,
      store_id: storeId,
    })),
    created_at: createdAt.toISOString(),
  };
}

export function toSessionDto(grant: SessionGrant, user: User): SessionDto {
  return {
    user: toUserDto(user),
    access_token: grant.accessToken,
    refresh_token: grant.refreshToken,
    token_type: 'Bearer',
    expires_in: grant.expiresInSeconds,
  };
}
