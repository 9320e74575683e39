import { SCOPES, type Scope } from '#kernel/actor';
import { asId } from '#kernel/id';
import { EXAMPLE_ID } from '#platform/http/contract/examples';
import {
  BooleanField,
  ChoiceField,
  ChoicesField,
  TextField,
  TextsField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { PageQueryDto } from '#platform/http/paging/page.dto';
import type { AddressListWish } from '../commands/address-list';
import type { KeyChanges } from '../commands/change-api-key';
import type { CreateApiKeyInput } from '../commands/create-api-key';
import { KEY_STATES, type KeyState } from '../domain/api-key';
import { LONGEST_OVERLAP_SECONDS, MOST_ADDRESS_BLOCKS } from '../domain/key-policy';
import type { ApiKeyFilter } from '../ports/api-key-reader';

const HIGHEST_RATE = 100_000;
const LONGEST_BLOCK = 64;

export class ApiKeyPathDto {
  @UuidField({ description: 'Id of an API key.', example: EXAMPLE_ID })
  id!: string;
}

export class ApiKeyListQueryDto extends PageQueryDto {
  @UuidField({ isOptional: true, description: 'Only keys of this user. For admins.', example: EXAMPLE_ID })
  owner_id?: string;

  @ChoiceField({
    of: KEY_STATES,
    isOptional: true,
    description: 'Only keys in this state.',
    example: 'active',
  })
  status?: KeyState;

  @TextField({ min: 1, max: 255, isOptional: true, description: 'Part of the name.', example: 'camera' })
  search?: string;
}

const NameField = (input: { readonly isOptional?: true } = {}) =>
  TextField({ ...input, min: 1, max: 255, description: 'What the key is for.', example: 'Camera gateway' });

const ScopesField = (input: { readonly isOptional?: true } = {}) =>
  ChoicesField({
    ...input,
    of: SCOPES,
    min: 1,
    max: SCOPES.length,
    description: 'All that the key may do, as far as its owner may. `admin` is for keys of admins.',
    example: ['videos:read', 'uploads:write'],
  });

const ExpiryField = () =>
  TimeField({
    isOptional: true,
    isNullable: true,
    description:
      'When it ends; 90 days after it is made if not given, at most 365. Null, never, is for admins.',
    example: '2027-02-18T12:00:00Z',
  });

const CidrsField = () =>
  TextsField({
    isOptional: true,
    max: MOST_ADDRESS_BLOCKS,
    maxLength: LONGEST_BLOCK,
    description:
      'Addresses that the key may be used from, IPv4 and IPv6; none: from anywhere. A block with host bits is refused.',
    example: ['203.0.113.0/24', '2001:db8::/32'],
  });

const AnyAddressField = () =>
  BooleanField({
    isOptional: true,
    description: 'Says that `0.0.0.0/0` or `::/0` in `allowed_cidrs` is no slip.',
    example: false,
  });

const RateField = () =>
  WholeNumberField({
    min: 1,
    max: HIGHEST_RATE,
    isOptional: true,
    isNullable: true,
    description: 'Requests a second; null: as many as any key. More than that is for admins to give.',
    example: null,
  });

export class CreateApiKeyDto {
  @NameField()
  name!: string;

  @ScopesField()
  scopes!: Scope[];

  @ExpiryField()
  expires_at?: string | null;

  @CidrsField()
  allowed_cidrs?: string[];

  @AnyAddressField()
  allow_any_address?: boolean;

  @RateField()
  rate_limit?: number | null;
}

/** What is not sent stays as it is. */
export class UpdateApiKeyDto {
  @NameField({ isOptional: true })
  name?: string;

  @ScopesField({ isOptional: true })
  scopes?: Scope[];

  @ExpiryField()
  expires_at?: string | null;

  @CidrsField()
  allowed_cidrs?: string[];

  @AnyAddressField()
  allow_any_address?: boolean;

  @RateField()
  rate_limit?: number | null;
}

export class RotateApiKeyDto {
  @WholeNumberField({
    min: 0,
    max: LONGEST_OVERLAP_SECONDS,
    isOptional: true,
    description: 'How long the old key goes on: a day if not given, at most 7 days; 0 ends it at once.',
    example: 86_400,
  })
  overlap_seconds?: number;
}

export class ReportLeakDto {
  @TextField({
    min: 1,
    max: 4096,
    description: 'What was found. Whether it is a key, nobody is told.',
    example: 'fg_live_4kTq0ZbW7xNd_...',
  })
  token!: string;
}

export function toApiKeyFilter({ owner_id, status, search }: ApiKeyListQueryDto): ApiKeyFilter {
  return {
    ownerId: owner_id === undefined ? null : asId(owner_id),
    state: status ?? null,
    search: search ?? null,
  };
}

export function toKeyWish(body: CreateApiKeyDto): Omit<CreateApiKeyInput, 'actor'> {
  const { name, scopes, expires_at: expiresAt, rate_limit: ratePerSecond = null } = body;
  return {
    name,
    scopes: inOrder(scopes),
    addresses: toAddresses(body.allowed_cidrs ?? [], body.allow_any_address),
    ratePerSecond,
    expiresAt: toTime(expiresAt),
  };
}

export function toKeyChanges(body: UpdateApiKeyDto): KeyChanges {
  const { name, scopes, allowed_cidrs: cidrs, allow_any_address: isAnyMeant } = body;
  return {
    name,
    scopes: scopes === undefined ? undefined : inOrder(scopes),
    addresses: cidrs === undefined ? undefined : toAddresses(cidrs, isAnyMeant),
    ratePerSecond: body.rate_limit,
    expiresAt: toTime(body.expires_at),
  };
}

function toAddresses(cidrs: readonly string[], isAnyAddressMeant = false): AddressListWish {
  return { cidrs, isAnyAddressMeant };
}

/** Each once. */
function inOrder(scopes: readonly Scope[]): readonly Scope[] {
  return SCOPES.filter((scope) => scopes.includes(scope));
}

function toTime(text: string | null | undefined): Date | null | undefined {
  return typeof text === 'string' ? new Date(text) : text;
}
