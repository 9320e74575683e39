import { EntitySchema } from 'typeorm';
import { asId } from '#kernel/id';
import type { DetectionModel, Mall } from '../domain/mall';

export interface MallRow {
  id: string;
  name: string;
  detection_model: DetectionModel | null;
  created_at: Date;
  updated_at: Date;
}

export const MallTable = new EntitySchema<MallRow>({
  name: 'mall',
  tableName: 'malls',
  columns: {
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    detection_model: { type: 'text', nullable: true },
    created_at: { type: 'timestamptz', createDate: true },
    updated_at: { type: 'timestamptz', updateDate: true },
  },
});

export function toMall(row: MallRow): Mall {
  return {
    id: asId(row.id),
    name: row.name,
    detectionModel: row.detection_model,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
  };
}
