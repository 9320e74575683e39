import { SCOPES } from '#kernel/actor';
import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ChoicesField,
  ListField,
  TextField,
  TextsField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { PageDto } from '#platform/http/paging/page.dto';
import { KEY_STATES, REVOCATION_REASONS, type ApiKey } from '../domain/api-key';

/** Everything about a key but what opens. */
export class ApiKeyDto {
  @UuidField({ description: 'Id of the key.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'Whom it speaks for.', example: EXAMPLE_ID })
  owner_id!: string;

  @TextField({ max: 255, description: 'What the key is for.', example: 'Camera gateway' })
  name!: string;

  @TextField({ max: 64, description: 'How the key begins.', example: 'fg_live_4kTq0ZbW7xNd' })
  key_prefix!: string;

  @ChoiceField({
    of: KEY_STATES,
    description: '`retiring`: another has taken its place, and it goes on until `expires_at`.',
    example: 'active',
  })
  status!: string;

  @ChoicesField({
    of: SCOPES,
    max: SCOPES.length,
    description: 'All that it may do.',
    example: ['videos:read'],
  })
  scopes!: readonly string[];

  @TextsField({
    max: 64,
    maxLength: 64,
    description: 'Where it may be used from; none: from anywhere.',
    example: ['203.0.113.0/24'],
  })
  allowed_cidrs!: readonly string[];

  @WholeNumberField({
    min: 1,
    isNullable: true,
    description: 'Requests a second; null: as many as any key.',
    example: null,
  })
  rate_limit!: number | null;

  @TimeField({ description: 'When it was made.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({ isNullable: true, description: 'When it ends; null: never.', example: EXAMPLE_TIME })
  expires_at!: string | null;

  @UuidField({ isNullable: true, description: 'The key whose place it took.', example: null })
  replaces!: string | null;

  @TimeField({ isNullable: true, description: 'When another took its place.', example: null })
  rotated_at!: string | null;

  @TimeField({ isNullable: true, description: 'When it was revoked.', example: null })
  revoked_at!: string | null;

  @ChoiceField({
    of: REVOCATION_REASONS,
    isNullable: true,
    description:
      '`rotated`: its successor was rotated too; `leaked`: somebody reported it; `disowned`: the account went to somebody else.',
    example: null,
  })
  revoked_for!: string | null;

  @TimeField({ isNullable: true, description: 'About when it was used last.', example: null })
  last_used_at!: string | null;

  @TextField({ max: 64, isNullable: true, description: 'From where.', example: null })
  last_used_address!: string | null;

  @TextField({ max: 255, isNullable: true, description: 'By what, as it calls itself.', example: null })
  last_used_agent!: string | null;
}

export class NewApiKeyDto extends ApiKeyDto {
  @TextField({
    max: 128,
    description: 'The key itself. It is shown this once, and nobody can find it out again.',
    example: 'fg_live_4kTq0ZbW7xNd_...',
  })
  key!: string;
}

export class ApiKeyListDto extends PageDto {
  @ListField({ of: () => ApiKeyDto, description: 'Newest first.', example: undefined })
  api_keys!: ApiKeyDto[];
}

export function toApiKeyDto(key: ApiKey): ApiKeyDto {
  return {
    id: key.id,
    owner_id: key.ownerId,
    name: key.name,
    key_prefix: key.beginning,
    status: key.state,
    scopes: key.scopes,
    allowed_cidrs: key.allowedCidrs,
    rate_limit: key.ratePerSecond,
    created_at: key.createdAt.toISOString(),
    expires_at: onWire(key.expiresAt),
    replaces: key.replaces,
    rotated_at: onWire(key.rotatedAt),
    revoked_at: onWire(key.revokedAt),
    revoked_for: key.revokedFor,
    last_used_at: onWire(key.lastUse?.at ?? null),
    last_used_address: key.lastUse?.address ?? null,
    last_used_agent: key.lastUse?.agent ?? null,
  };
}

export function toNewApiKeyDto(key: ApiKey, text: string): NewApiKeyDto {
  return { ...toApiKeyDto(key), key: text };
}

function onWire(time: Date | null): string | null {
  return time === null ? null : time.toISOString();
}
