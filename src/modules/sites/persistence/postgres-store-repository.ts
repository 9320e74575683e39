import { Injectable } from '@nestjs/common';
import { asId, type MallId, type StoreId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Store, StoreFields } from '../domain/store';
import { StoreRepository } from '../ports/store-repository';
import { StoreTable, toStore } from './store.table';

@Injectable()
export class PostgresStoreRepository extends StoreRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(mallId: MallId, id: StoreId, { name }: StoreFields): Promise<void> {
    await this.database.entities.insert(StoreTable, { id, mall_id: mallId, name });
  }

  async hold(id: StoreId): Promise<MallId | null> {
    const row = await this.database.first<{ mall_id: string }>(
      'SELECT stores.mall_id FROM stores WHERE stores.id = $1 FOR KEY SHARE',
      [id],
    );
    return row === undefined ? null : asId(row.mall_id);
  }

  async lock(mallId: MallId, id: StoreId): Promise<Store | null> {
    const row = await this.database.entities.findOne(StoreTable, {
      where: { id, mall_id: mallId },
      lock: { mode: 'pessimistic_write' },
    });
    return row === null ? null : toStore(row);
  }

  async replace(id: StoreId, { name }: StoreFields): Promise<void> {
    await this.database.entities.update(StoreTable, { id }, { name });
  }

  async delete(id: StoreId): Promise<void> {
    await this.database.entities.delete(StoreTable, { id });
  }
}
