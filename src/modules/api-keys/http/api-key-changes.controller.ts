import { Body, Controller, Delete, Param, Patch, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentPerson } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { ChangeApiKey } from '../commands/change-api-key';
import { RevokeApiKey } from '../commands/revoke-api-key';
import { RotateApiKey } from '../commands/rotate-api-key';
import {
  ApiKeyBeyondRole,
  ApiKeyNotFound,
  ApiKeyOver,
  ApiKeyTermsInvalid,
  NotYourApiKey,
} from '../domain/api-key.errors';
import { USUAL_OVERLAP_SECONDS } from '../domain/key-policy';
import { ApiKeyQueries } from '../queries/api-key.queries';
import { ApiKeyDto, NewApiKeyDto, toApiKeyDto, toNewApiKeyDto } from './api-key-view.dto';
import { ApiKeyPathDto, RotateApiKeyDto, toKeyChanges, UpdateApiKeyDto } from './api-key.dto';

@ApiTags('API keys')
@Controller('api-keys/:id')
export class ApiKeyChangesController {
  constructor(
    private readonly keys: ApiKeyQueries,
    private readonly changeKey: ChangeApiKey,
    private readonly revokeKey: RevokeApiKey,
    private readonly rotateKey: RotateApiKey,
  ) {}

  @Patch()
  @Operation({
    id: 'updateApiKey',
    summary: 'Change what an API key may do',
    description: 'Holds on every process within five seconds. What is not sent stays as it is.',
    access: 'person',
    answer: { status: 200, description: 'The key as it is now.', type: ApiKeyDto },
    errors: [ApiKeyNotFound, NotYourApiKey, ApiKeyOver, ApiKeyTermsInvalid, ApiKeyBeyondRole],
  })
  async update(
    @Param() { id }: ApiKeyPathDto,
    @Body() body: UpdateApiKeyDto,
    @CurrentPerson() actor: Person,
  ): Promise<ApiKeyDto> {
    await this.changeKey.execute({ actor, keyId: asId(id), changes: toKeyChanges(body) });
    return toApiKeyDto(await this.keys.get(actor, asId(id)));
  }

  @Delete()
  @Operation({
    id: 'revokeApiKey',
    summary: 'Revoke an API key',
    description: 'For good; no process takes it any more within five seconds. It stays in the list.',
    access: 'person',
    answer: { status: 204, description: 'Revoked, now or before.' },
    errors: [ApiKeyNotFound, NotYourApiKey],
  })
  async revoke(@Param() { id }: ApiKeyPathDto, @CurrentPerson() actor: Person): Promise<void> {
    await this.revokeKey.execute({ actor, keyId: asId(id) });
  }

  @Post('rotate')
  @Operation({
    id: 'rotateApiKey',
    summary: 'Put a new key in the place of one',
    description:
      'With the same terms. The old one goes on for the overlap, so that nobody is refused meanwhile; the one before it ends now.',
    access: 'person',
    isIdempotent: true,
    answer: { status: 201, description: 'The new key, and the key itself.', type: NewApiKeyDto },
    errors: [ApiKeyNotFound, NotYourApiKey, ApiKeyOver, ApiKeyBeyondRole],
  })
  async rotate(
    @Param() { id }: ApiKeyPathDto,
    @Body() { overlap_seconds: overlapSeconds = USUAL_OVERLAP_SECONDS }: RotateApiKeyDto,
    @CurrentPerson() actor: Person,
  ): Promise<NewApiKeyDto> {
    const issued = await this.rotateKey.execute({ actor, keyId: asId(id), overlapSeconds });
    return toNewApiKeyDto(await this.keys.get(actor, issued.id), issued.text);
  }
}
