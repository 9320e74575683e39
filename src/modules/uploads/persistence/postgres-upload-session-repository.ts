import { Injectable } from '@nestjs/common';
import { asId, type VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Door } from '../domain/doors';
import {
  UploadSessionRepository,
  type NewUploadSession,
  type UploadSession,
} from '../ports/upload-session-repository';

const LIFETIME_HOURS = 24;

interface SessionRow {
  readonly video_id: string;
  readonly owner_id: string;
  readonly door: Door;
  readonly state: UploadSession['state'];
  readonly staging_key: string;
  readonly declared_bytes: string;
}

@Injectable()
export class PostgresUploadSessionRepository extends UploadSessionRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async open({ door, videoId, ownerId, stagingKey, declaredBytes }: NewUploadSession): Promise<void> {
    await this.database.query(
      `INSERT INTO upload_sessions (video_id, owner_id, door, state, staging_key, declared_bytes, expires_at)
       VALUES ($1, $2, $3, 'open', $4, $5, now() + make_interval(hours => $6))`,
      [videoId, ownerId, door, stagingKey, declaredBytes, LIFETIME_HOURS],
    );
  }

  async find(videoId: VideoId): Promise<UploadSession | null> {
    const row = await this.database.first<SessionRow>(
      `SELECT upload_sessions.video_id, upload_sessions.owner_id, upload_sessions.door, upload_sessions.state,
              upload_sessions.staging_key, upload_sessions.declared_bytes
         FROM upload_sessions WHERE upload_sessions.video_id = $1`,
      [videoId],
    );
    if (row === undefined) return null;
    return {
      videoId: asId(row.video_id),
      ownerId: asId(row.owner_id),
      door: row.door,
      state: row.state,
      stagingKey: row.staging_key,
      declaredBytes: Number(row.declared_bytes),
    };
  }

  complete(videoId: VideoId): Promise<boolean> {
    return this.close(videoId, 'completed');
  }

  withdraw(videoId: VideoId): Promise<boolean> {
    return this.close(videoId, 'withdrawn');
  }

  async expired(limit: number): Promise<readonly VideoId[]> {
    const rows = await this.database.rows<{ video_id: string }>(
      `SELECT upload_sessions.video_id FROM upload_sessions
        WHERE upload_sessions.state = 'open' AND upload_sessions.expires_at < now()
        ORDER BY upload_sessions.expires_at LIMIT $1`,
      [limit],
    );
    return rows.map((row) => asId(row.video_id));
  }

  private async close(videoId: VideoId, state: 'completed' | 'withdrawn'): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE upload_sessions SET state = $2, closed_at = now()
        WHERE upload_sessions.video_id = $1 AND upload_sessions.state = 'open'`,
      [videoId, state],
    );
    return count === 1;
  }
}
