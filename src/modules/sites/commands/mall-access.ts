import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { MallId, StoreId } from '#kernel/id';
import { mayReadMall, requireKeeper } from '../domain/site-policy';
import { MallNotFound, NotYourMall, StoreUnknown } from '../domain/site.errors';
import { MallRepository } from '../ports/mall-repository';
import { StoreRepository } from '../ports/store-repository';

/** The door to what a mall holds. Whatever was let through stays until the unit of work of the caller ends. */
@Injectable()
export class MallAccess {
  constructor(
    private readonly malls: MallRepository,
    private readonly stores: StoreRepository,
  ) {}

  async enterAsKeeper(actor: Actor, mallId: MallId): Promise<void> {
    if (!(await this.malls.hold(mallId))) throw MallNotFound();
    requireKeeper(actor, mallId);
  }

  /** A store that a body names must be one of the mall. */
  async requireStore(actor: Actor, mallId: MallId, storeId: StoreId | null): Promise<void> {
    if (storeId === null) return;
    const foundIn = await this.stores.hold(storeId);
    if (foundIn === mallId) return;
    if (foundIn !== null && !mayReadMall(actor, foundIn))
      throw NotYourMall('store_id names a store of others.');
    throw StoreUnknown(undefined, {
      faults: [{ field: 'store_id', code: 'UNKNOWN', message: StoreUnknown.says }],
    });
  }
}
