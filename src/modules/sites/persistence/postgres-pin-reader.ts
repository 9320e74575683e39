import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { MallId, PinId, StoreId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Pin } from '../domain/pin';
import { PinReader, type PinFilter, type PinOutline } from '../ports/pin-reader';
import { newestFirst } from './newest-first';
import { toPin, type PinRow } from './pin.table';

const COLUMNS = `
  pins.id, pins.mall_id, pins.store_id, pins.name, pins.location, pins.active, pins.created_at, pins.updated_at`;

const OUTLINE = 'pins.id, pins.mall_id AS "mallId", pins.store_id AS "storeId", pins.name';

const MATCHES = `
  pins.mall_id = $1 AND ($2::uuid IS NULL OR pins.store_id = $2) AND ($3::boolean IS NULL OR pins.active = $3)
  AND ($4::text IS NULL OR strpos(lower(pins.name), lower($4)) > 0)`;

@Injectable()
export class PostgresPinReader extends PinReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(mallId: MallId, id: PinId): Promise<Pin | null> {
    const row = await this.database.first<PinRow>(
      `SELECT ${COLUMNS} FROM pins WHERE pins.id = $1 AND pins.mall_id = $2`,
      [id, mallId],
    );
    return row === undefined ? null : toPin(row);
  }

  async list(mallId: MallId, filter: PinFilter, request: PageRequest): Promise<Page<Pin>> {
    const matching = {
      columns: COLUMNS,
      table: 'pins',
      where: MATCHES,
      values: [mallId, filter.storeId, filter.isActive, filter.search],
    } as const;
    const page = await newestFirst<PinRow>(this.database, matching, request);
    return { ...page, items: page.items.map(toPin) };
  }

  outlines(ids: readonly PinId[]): Promise<readonly PinOutline[]> {
    return this.database.rows<PinOutline>(`SELECT ${OUTLINE} FROM pins WHERE pins.id = ANY($1::uuid[])`, [
      ids,
    ]);
  }

  outlinesOfStores(storeIds: readonly StoreId[]): Promise<readonly PinOutline[]> {
    return this.database.rows<PinOutline>(
      `SELECT ${OUTLINE} FROM pins WHERE pins.store_id = ANY($1::uuid[])`,
      [storeIds],
    );
  }
}
