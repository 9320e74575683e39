import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { Actor } from '#kernel/actor';
import type { MallId, PinId, StoreId } from '#kernel/id';
import { MembershipQueries, type Member, type MemberFilter, type MembershipId } from '#modules/auth';
import type { Mall } from '../domain/mall';
import type { Pin } from '../domain/pin';
import { readableMalls, requireKeeper, requireReader } from '../domain/site-policy';
import { MallNotFound, PinNotFound, StoreNotFound } from '../domain/site.errors';
import type { Store } from '../domain/store';
import { MallReader, type MallFilter } from '../ports/mall-reader';
import { PinReader, type PinFilter, type PinOutline } from '../ports/pin-reader';
import { StoreReader, type StoreFilter } from '../ports/store-reader';

@Injectable()
export class SiteQueries {
  constructor(
    private readonly mallReader: MallReader,
    private readonly storeReader: StoreReader,
    private readonly pinReader: PinReader,
    private readonly memberships: MembershipQueries,
  ) {}

  async getMall(actor: Actor, id: MallId): Promise<Mall> {
    const mall = await this.findMall(id);
    if (mall === null) throw MallNotFound();
    requireReader(actor, id);
    return mall;
  }

  listMalls(actor: Actor, filter: MallFilter, request: PageRequest): Promise<Page<Mall>> {
    return this.mallReader.list(readableMalls(actor), filter, request);
  }

  async getStore(actor: Actor, mallId: MallId, id: StoreId): Promise<Store> {
    await this.getMall(actor, mallId);
    const store = await this.storeReader.find(mallId, id);
    if (store === null) throw StoreNotFound();
    return store;
  }

  async listStores(
    actor: Actor,
    mallId: MallId,
    filter: StoreFilter,
    request: PageRequest,
  ): Promise<Page<Store>> {
    await this.getMall(actor, mallId);
    return this.storeReader.list(mallId, filter, request);
  }

  async getPin(actor: Actor, mallId: MallId, id: PinId): Promise<Pin> {
    await this.getMall(actor, mallId);
    const pin = await this.pinReader.find(mallId, id);
    if (pin === null) throw PinNotFound();
    return pin;
  }

  async listPins(actor: Actor, mallId: MallId, filter: PinFilter, request: PageRequest): Promise<Page<Pin>> {
    await this.getMall(actor, mallId);
    return this.pinReader.list(mallId, filter, request);
  }

  async getMember(actor: Actor, mallId: MallId, id: MembershipId): Promise<Member> {
    await this.enterAsKeeper(actor, mallId);
    return this.memberships.get(mallId, id);
  }

  async listMembers(actor: Actor, filter: MemberFilter, request: PageRequest): Promise<Page<Member>> {
    await this.enterAsKeeper(actor, filter.mallId);
    return this.memberships.list(filter, request);
  }

  /** For other modules, whose own policies decide who may know it. */
  findMall(id: MallId): Promise<Mall | null> {
    return this.mallReader.find(id);
  }

  async findPin(id: PinId): Promise<PinOutline | null> {
    const [pin = null] = await this.pinReader.outlines([id]);
    return pin;
  }

  /** Those of them that there are, in no order. */
  pins(ids: readonly PinId[]): Promise<readonly PinOutline[]> {
    return this.pinReader.outlines(ids);
  }

  pinsOfStores(storeIds: readonly StoreId[]): Promise<readonly PinOutline[]> {
    return this.pinReader.outlinesOfStores(storeIds);
  }

  private async enterAsKeeper(actor: Actor, mallId: MallId): Promise<void> {
    await this.getMall(actor, mallId);
    requireKeeper(actor, mallId);
  }
}
