import { Injectable } from '@nestjs/common';
import type { MallId, PinId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Pin, PinFields } from '../domain/pin';
import { PinRepository } from '../ports/pin-repository';
import { PinTable, toPin } from './pin.table';

@Injectable()
export class PostgresPinRepository extends PinRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert(mallId: MallId, id: PinId, fields: PinFields): Promise<void> {
    await this.database.entities.insert(PinTable, { id, mall_id: mallId, ...columnsOf(fields) });
  }

  async hold(id: PinId): Promise<MallId | null> {
    const row = await this.database.first<{ mall_id: MallId }>(
      'SELECT pins.mall_id FROM pins WHERE pins.id = $1 FOR KEY SHARE',
      [id],
    );
    return row?.mall_id ?? null;
  }

  async lock(mallId: MallId, id: PinId): Promise<Pin | null> {
    const row = await this.database.entities.findOne(PinTable, {
      where: { id, mall_id: mallId },
      lock: { mode: 'pessimistic_write' },
    });
    return row === null ? null : toPin(row);
  }

  async replace(id: PinId, fields: PinFields): Promise<void> {
    await this.database.entities.update(PinTable, { id }, columnsOf(fields));
  }

  async delete(id: PinId): Promise<void> {
    await this.database.entities.delete(PinTable, { id });
  }
}

function columnsOf({ name, storeId, location, isActive }: PinFields) {
  return { name, store_id: storeId, location, active: isActive };
}
