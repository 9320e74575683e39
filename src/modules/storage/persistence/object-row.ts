import { asId } from '#kernel/id';
import type { ObjectPurpose, ObjectState, StoredObject } from '../domain/stored-object';

export interface ObjectRow {
  readonly key: string;
  readonly purpose: ObjectPurpose;
  readonly state: ObjectState;
  readonly owner_id: string | null;
  readonly video_id: string | null;
  readonly size_bytes: string | null;
  readonly content_type: string;
  readonly etag: string | null;
  readonly sha256: string | null;
  readonly upload_id: string | null;
}

export const OBJECT_COLUMNS = [
  'key',
  'purpose',
  'state',
  'owner_id',
  'video_id',
  'size_bytes',
  'content_type',
  'etag',
  'sha256',
  'upload_id',
]
  .map((column) => `storage_objects.${column}`)
  .join(', ');

export function fromRow(row: ObjectRow): StoredObject {
  return {
    key: row.key,
    purpose: row.purpose,
    state: row.state,
    ownerId: row.owner_id === null ? null : asId(row.owner_id),
    videoId: row.video_id === null ? null : asId(row.video_id),
    sizeBytes: row.size_bytes === null ? null : Number(row.size_bytes),
    contentType: row.content_type,
    etag: row.etag,
    sha256: row.sha256,
    uploadId: row.upload_id,
  };
}
