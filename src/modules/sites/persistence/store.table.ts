import { EntitySchema } from 'typeorm';
import { asId } from '#kernel/id';
import type { Store } from '../domain/store';

export interface StoreRow {
  id: string;
  mall_id: string;
  name: string;
  created_at: Date;
  updated_at: Date;
}

export const StoreTable = new EntitySchema<StoreRow>({
  name: 'store',
  tableName: 'stores',
  columns: {
    id: { type: 'uuid', primary: true },
    mall_id: { type: 'uuid' },
    name: { type: 'text' },
    created_at: { type: 'timestamptz', createDate: true },
    updated_at: { type: 'timestamptz', updateDate: true },
  },
});

export function toStore(row: StoreRow): Store {
  return {
    id: asId(row.id),
    mallId: asId(row.mall_id),
    name: row.name,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
