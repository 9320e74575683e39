import { asId } from '#kernel/id';
import type { Door } from '../domain/doors';
import type { UploadSession } from '../ports/upload-session-repository';

export interface SessionRow {
  readonly upload_id: string;
  readonly video_id: string;
  readonly owner_id: string;
  readonly door: Door;
  readonly state: UploadSession['state'];
  readonly staging_key: string;
  readonly declared_bytes: string;
  readonly part_bytes: string | null;
  readonly is_completing: boolean;
  readonly expires_at: Date;
  readonly is_expired: boolean;
}

export const SESSION_COLUMNS = `
  upload_sessions.upload_id, upload_sessions.video_id, upload_sessions.owner_id, upload_sessions.door,
  upload_sessions.state, upload_sessions.staging_key, upload_sessions.declared_bytes, upload_sessions.part_bytes,
  upload_sessions.completion IS NOT NULL AS is_completing, upload_sessions.expires_at,
  upload_sessions.expires_at <= now() AS is_expired`;

export function toSession(row: SessionRow): UploadSession {
  return {
    uploadId: asId(row.upload_id),
    videoId: asId(row.video_id),
    ownerId: asId(row.owner_id),
    door: row.door,
    state: row.state,
    stagingKey: row.staging_key,
    declaredBytes: Number(row.declared_bytes),
    partBytes: row.part_bytes === null ? null : Number(row.part_bytes),
    isCompleting: row.is_completing,
    expiresAt: row.expires_at,
    isExpired: row.is_expired,
  };
}
