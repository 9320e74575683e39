import { asId } from '#kernel/id';
import type { Member } from '#modules/auth';
import { EXAMPLE_ID } from '#platform/http/contract/examples';
import { ChoiceField, EmailField, ListField, TextField, UuidField } from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import type { Standing } from '../domain/standing';
import { MallPathDto } from './mall.dto';

const MEMBER_ROLES = ['operator', 'tenant'] as const satisfies readonly Standing['role'][];

export class MemberPathDto extends MallPathDto {
  @UuidField({ description: 'Id of a member of that mall: not that of the user.', example: EXAMPLE_ID })
  member_id!: string;
}

export class MemberListQueryDto extends PageQueryDto {
  @ChoiceField({ of: MEMBER_ROLES, isOptional: true, description: 'Only these.', example: 'tenant' })
  role?: Standing['role'];

  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    description: 'Part of the address or name.',
    example: 'ada',
  })
  search?: string;
}

export class AddMemberDto {
  @UuidField({ description: 'Who it is; users read it at `/auth/me`.', example: EXAMPLE_ID })
  user_id!: string;

  @ChoiceField({ of: MEMBER_ROLES, description: 'As what.', example: 'operator' })
  role!: Standing['role'];

  @UuidField({
    isOptional: true,
    isNullable: true,
    description: 'Store of a tenant; nothing for an operator.',
    example: null,
  })
  store_id?: string | null;
}

export class UpdateMemberDto {
  @ChoiceField({
    of: MEMBER_ROLES,
    isOptional: true,
    description: 'As what. Whoever becomes operator leaves their store.',
    example: 'operator',
  })
  role?: Standing['role'];

  @UuidField({ isOptional: true, isNullable: true, description: 'Store of a tenant.', example: null })
  store_id?: string | null;
}

export class MemberDto {
  @UuidField({ description: 'Id of the membership.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'Who it is.', example: EXAMPLE_ID })
  user_id!: string;

  @EmailField({ description: 'Address of the account.', example: 'ada@example.org' })
  email!: string;

  @TextField({ max: 255, isNullable: true, description: 'Name to show.', example: 'Ada' })
  name!: string | null;

  @ChoiceField({ of: MEMBER_ROLES, description: 'As what.', example: 'operator' })
  role!: Standing['role'];

  @UuidField({ isNullable: true, description: 'Store of a tenant; null for an operator.', example: null })
  store_id!: string | null;
}

export class MemberListDto extends PageDto {
  @ListField({ of: () => MemberDto, description: 'Newest first.', example: undefined })
  members!: MemberDto[];
}

export function toStanding({ role, store_id }: AddMemberDto): Standing {
  return { role, storeId: storeOf(store_id ?? null) };
}

export function toStandingChanges({ role, store_id: storeId }: UpdateMemberDto): Partial<Standing> {
  return {
    ...(role === undefined ? {} : { role }),
    ...(storeId === undefined ? {} : { storeId: storeOf(storeId) }),
  };
}

export function toMemberDto({ id, userId, email, name, role, storeId }: Member): MemberDto {
  return { id, user_id: userId, email, name, role, store_id: storeId };
}

function storeOf(id: string | null): Standing['storeId'] {
  return id === null ? null : asId(id);
}
