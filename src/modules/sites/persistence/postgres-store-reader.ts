import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { MallId, StoreId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Store } from '../domain/store';
import { StoreReader, type StoreFilter } from '../ports/store-reader';
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
    const [after = null] = request.after ?? [];
    const rows = await this.database.rows<StoreRow>(
      `SELECT ${COLUMNS} FROM stores
        WHERE ${MATCHES} AND ($3::uuid IS NULL OR stores.id < $3)
        ORDER BY stores.id DESC LIMIT $4 OFFSET $5`,
      [mallId, search, after, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM stores WHERE ${MATCHES}`,
      [mallId, search],
    );
    const page = pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
    return { ...page, items: page.items.map(toStore) };
  }
}
