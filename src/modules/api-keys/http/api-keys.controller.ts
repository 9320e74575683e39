import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { Person } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentPerson } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { CreateApiKey } from '../commands/create-api-key';
import {
  ApiKeyBeyondRole,
  ApiKeyNotFound,
  ApiKeyTermsInvalid,
  NotYourApiKey,
  TooManyApiKeys,
} from '../domain/api-key.errors';
import { ApiKeyQueries } from '../queries/api-key.queries';
import { ApiKeyDto, ApiKeyListDto, NewApiKeyDto, toApiKeyDto, toNewApiKeyDto } from './api-key-view.dto';
import { ApiKeyListQueryDto, ApiKeyPathDto, CreateApiKeyDto, toApiKeyFilter, toKeyWish } from './api-key.dto';

@ApiTags('API keys')
@Controller('api-keys')
export class ApiKeysController {
  constructor(
    private readonly keys: ApiKeyQueries,
    private readonly createKey: CreateApiKey,
    private readonly paging: Paging,
  ) {}

  @Post()
  @Operation({
    id: 'createApiKey',
    summary: 'Make an API key',
    description:
      'It acts for its owner, cut down to its scopes. The key is shown this once. Lasts 90 days if nothing else is said.',
    access: 'person',
    isIdempotent: true,
    answer: { status: 201, description: 'The key, and the key itself.', type: NewApiKeyDto },
    errors: [ApiKeyTermsInvalid, ApiKeyBeyondRole, TooManyApiKeys],
  })
  async create(@Body() body: CreateApiKeyDto, @CurrentPerson() actor: Person): Promise<NewApiKeyDto> {
    const { id, text } = await this.createKey.execute({ actor, ...toKeyWish(body) });
    return toNewApiKeyDto(await this.keys.get(actor, id), text);
  }

  @Get()
  @Operation({
    id: 'listApiKeys',
    summary: 'Your API keys, newest first',
    description: 'Admins see those of everybody. Also those that are over.',
    access: 'person',
    answer: { status: 200, description: 'One page of keys.', type: ApiKeyListDto },
    errors: [NotYourApiKey],
  })
  async list(@Query() query: ApiKeyListQueryDto, @CurrentPerson() actor: Person): Promise<ApiKeyListDto> {
    const filter = toApiKeyFilter(query);
    const list = `api keys newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.keys.list(actor, filter, request);
    return { api_keys: page.items.map(toApiKeyDto), ...this.paging.describe(page, request, list) };
  }

  @Get(':id')
  @Operation({
    id: 'readApiKey',
    summary: 'One API key',
    description: 'What it may do, and when, from where and by what it was used last.',
    access: 'person',
    answer: { status: 200, description: 'The key, without what opens.', type: ApiKeyDto },
    errors: [ApiKeyNotFound, NotYourApiKey],
  })
  async read(@Param() { id }: ApiKeyPathDto, @CurrentPerson() actor: Person): Promise<ApiKeyDto> {
    return toApiKeyDto(await this.keys.get(actor, asId(id)));
  }
}
