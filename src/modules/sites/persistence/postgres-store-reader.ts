import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { MallId, StoreId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Store } from '../domain/store';
import { StoreReader, type StoreFilter } from '../ports/store-reader';
import { newestFirst } from './newest-first';
import { toStore, type StoreRow } from './store.table';

const COLUMNS = 'stores.id, stores.mall_id, stores.name, stores.created_at, stores.updated_at';

const MATCHES = `
  stores.mall_id = $1 AND ($2::text IS NULL OR strpos(lower(stores.name), lower($2)) > 0)`;

@Injectable()
export class PostgresStoreReader extends StoreReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(mallId: MallId, id: StoreId): Promise<Store | null> {
    const row = await this.database.first<StoreRow>(
      `SELECT ${COLUMNS} FROM stores WHERE stores.id = $1 AND stores.mall_id = $2`,
      [id, mallId],
    );
    return row === undefined ? null : toStore(row);
  }

  async list(mallId: MallId, { search }: StoreFilter, request: PageRequest): Promise<Page<Store>> {
    const matching = { columns: COLUMNS, table: 'stores', where: MATCHES, values: [mallId, search] } as const;
    const page = await newestFirst<StoreRow>(this.database, matching, request);
    return { ...page, items: page.items.map(toStore) };
  }
}
