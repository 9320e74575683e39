import { Body, Controller, Delete, Get, Param, Patch, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { Paging } from '#platform/http/paging/paging';
import { StoreCommands } from '../commands/store.commands';
import { MallNotFound, NotEmpty, NotForYourRole, NotYourMall, StoreNotFound } from '../domain/site.errors';
import { SiteQueries } from '../queries/site.queries';
import { MallPathDto } from './mall.dto';
import {
  CreateStoreDto,
  StoreDto,
  StoreListDto,
  StoreListQueryDto,
  StorePathDto,
  toStoreChanges,
  toStoreDto,
  UpdateStoreDto,
} from './store.dto';

@ApiTags('Malls')
@Controller('malls/:id/stores')
export class StoresController {
  constructor(
    private readonly sites: SiteQueries,
    private readonly stores: StoreCommands,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listStores',
    summary: 'The stores of a mall, newest first',
    description: 'For members of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of stores.', type: StoreListDto },
    errors: [MallNotFound, NotYourMall],
  })
  async list(
    @Param() { id }: MallPathDto,
    @Query() query: StoreListQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StoreListDto> {
    const filter = { search: query.search ?? null };
    const list = `stores of ${id} newest first ${JSON.stringify(filter)}`;
    const request = this.paging.read(query, list);
    const page = await this.sites.listStores(actor, asId(id), filter, request);
    return { stores: page.items.map(toStoreDto), ...this.paging.describe(page, request, list) };
  }

  @Post()
  @Operation({
    id: 'createStore',
    summary: 'Make a store in a mall',
    description: 'For operators of the mall and for admins.',
    access: 'sites:manage',
    isIdempotent: true,
    answer: { status: 201, description: 'The new store.', type: StoreDto },
    errors: [MallNotFound, NotYourMall, NotForYourRole],
  })
  async create(
    @Param() { id }: MallPathDto,
    @Body() { name }: CreateStoreDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StoreDto> {
    const storeId = await this.stores.create(actor, asId(id), { name });
    return toStoreDto(await this.sites.getStore(actor, asId(id), storeId));
  }

  @Get(':store_id')
  @Operation({
    id: 'readStore',
    summary: 'One store',
    description: 'For members of the mall and for admins.',
    access: 'videos:read',
    answer: { status: 200, description: 'The store.', type: StoreDto },
    errors: [MallNotFound, StoreNotFound, NotYourMall],
  })
  async read(
    @Param() { id, store_id: storeId }: StorePathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StoreDto> {
    return toStoreDto(await this.sites.getStore(actor, asId(id), asId(storeId)));
  }

  @Patch(':store_id')
  @Operation({
    id: 'updateStore',
    summary: 'Change a store',
    description: 'For operators of the mall and for admins. What is not sent stays as it is.',
    access: 'sites:manage',
    answer: { status: 200, description: 'The store as it is now.', type: StoreDto },
    errors: [MallNotFound, StoreNotFound, NotYourMall, NotForYourRole],
  })
  async update(
    @Param() { id, store_id: storeId }: StorePathDto,
    @Body() body: UpdateStoreDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StoreDto> {
    await this.stores.change(actor, asId(id), asId(storeId), toStoreChanges(body));
    return toStoreDto(await this.sites.getStore(actor, asId(id), asId(storeId)));
  }

  @Delete(':store_id')
  @Operation({
    id: 'deleteStore',
    summary: 'Delete a store',
    description: 'For operators of the mall and for admins, when it has no pin and no tenant any more.',
    access: 'sites:manage',
    answer: { status: 204, description: 'The store is gone.' },
    errors: [MallNotFound, StoreNotFound, NotYourMall, NotForYourRole, NotEmpty],
  })
  async delete(
    @Param() { id, store_id: storeId }: StorePathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<void> {
    await this.stores.delete(actor, asId(id), asId(storeId));
  }
}
