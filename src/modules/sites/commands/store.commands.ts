import { Injectable } from '@nestjs/common';
import { differenceOf } from '#libs/difference';
import type { Actor } from '#kernel/actor';
import { newId, type MallId, type StoreId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { StoreNotFound } from '../domain/site.errors';
import type { Store, StoreFields } from '../domain/store';
import { SiteUses } from '../ports/site-uses';
import { StoreRepository } from '../ports/store-repository';
import { MallAccess } from './mall-access';
import { SiteTrace } from './site-trace';

/** Plain keeping of the stores of a mall. */
@Injectable()
export class StoreCommands {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly access: MallAccess,
    private readonly stores: StoreRepository,
    private readonly uses: SiteUses,
    private readonly trace: SiteTrace,
  ) {}

  create(actor: Actor, mallId: MallId, fields: StoreFields): Promise<StoreId> {
    return this.unitOfWork.run(async () => {
      await this.access.enterAsKeeper(actor, mallId);
      const storeId = newId<'store'>();
      await this.stores.insert(mallId, storeId, fields);
      const site = { kind: 'store', mallId, storeId } as const;
      await this.trace.record(actor, site, 'created', { after: pictureOf(fields) });
      return storeId;
    });
  }

  async change(actor: Actor, mallId: MallId, storeId: StoreId, changes: Partial<StoreFields>): Promise<void> {
    await this.unitOfWork.run(async () => {
      const store = await this.lock(actor, mallId, storeId);
      const fields = { ...store, ...changes };
      const difference = differenceOf(pictureOf(store), pictureOf(fields));
      if (difference === null) return;
      await this.stores.replace(storeId, fields);
      await this.trace.record(actor, { kind: 'store', mallId, storeId }, 'changed', difference);
    });
  }

  async delete(actor: Actor, mallId: MallId, storeId: StoreId): Promise<void> {
    await this.unitOfWork.run(async () => {
      const site = { kind: 'store', mallId, storeId } as const;
      const store = await this.lock(actor, mallId, storeId);
      await this.uses.refuseAny(site);
      await this.stores.delete(storeId);
      await this.trace.record(actor, site, 'deleted', { before: pictureOf(store) });
    });
  }

  private async lock(actor: Actor, mallId: MallId, storeId: StoreId): Promise<Store> {
    await this.access.enterAsKeeper(actor, mallId);
    const store = await this.stores.lock(mallId, storeId);
    if (store === null) throw StoreNotFound();
    return store;
  }
}

function pictureOf({ name }: StoreFields) {
  return { name };
}
