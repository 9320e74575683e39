import { EntitySchema } from 'typeorm';
import { asId } from '#kernel/id';
import type { Location, Pin } from '../domain/pin';

export interface PinRow {
  id: string;
  mall_id: string;
  store_id: string | null;
  name: string;
  location: Location | null;
  active: boolean;
  created_at: Date;
  updated_at: Date;
}

export const PinTable = new EntitySchema<PinRow>({
  name: 'pin',
  tableName: 'pins',
  columns: {
    id: { type: 'uuid', primary: true },
    mall_id: { type: 'uuid' },
    store_id: { type: 'uuid', nullable: true },
    name: { type: 'text' },
    location: { type: 'jsonb', nullable: true },
    active: { type: 'boolean' },
    created_at: { type: 'timestamptz', createDate: true },
    updated_at: { type: 'timestamptz', updateDate: true },
  },
});

export function toPin(row: PinRow): Pin {
  return {
    id: asId(row.id),
    mallId: asId(row.mall_id),
    storeId: row.store_id === null ? null : asId(row.store_id),
    name: row.name,
    location: row.location,
    isActive: row.active,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
