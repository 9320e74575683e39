import { Injectable } from '@nestjs/common';
import { asId, type VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Completion } from '../domain/completion';
import {
  UploadSessionRepository,
  type AcceptedCompletion,
  type CompletionClaim,
  type NewUploadSession,
  type UploadId,
  type UploadSession,
} from '../ports/upload-session-repository';
import { UploadConfig } from '../upload.config';
import { SESSION_COLUMNS, toSession, type SessionRow } from './session-row';

const LIFETIME_HOURS = 24;
/** A completion that was accepted in time is given this long beyond it. */
const GRACE = `interval '1 hour'`;
const MINE = 'upload_sessions.video_id = $1 AND upload_sessions.completion_fence = $2';

/** Time is the database's. */
@Injectable()
export class PostgresUploadSessionRepository extends UploadSessionRepository {
  /** Nobody is at work on the completion: it was put down, or whoever had it fell silent. */
  private readonly isUnattended: string;

  constructor(
    private readonly database: Database,
    config: UploadConfig,
  ) {
    super();
    const lease = `interval '${String(config.completionLeaseSeconds)} seconds'`;
    this.isUnattended = `(upload_sessions.completing_since IS NULL OR upload_sessions.completing_since < now() - ${lease})`;
  }

  async open(session: NewUploadSession): Promise<Date> {
    const { uploadId, door, videoId, ownerId, stagingKey, declaredBytes, partBytes } = session;
    const row = await this.database.first<{ expires_at: Date }>(
      `INSERT INTO upload_sessions (upload_id, video_id, owner_id, door, state, staging_key, declared_bytes, part_bytes,
                                    expires_at)
       VALUES ($1, $2, $3, $4, 'open', $5, $6, $7, now() + make_interval(hours => $8))
       RETURNING upload_sessions.expires_at`,
      [uploadId, videoId, ownerId, door, stagingKey, declaredBytes, partBytes, LIFETIME_HOURS],
    );
    if (row === undefined) throw new Error('an upload was opened, and is not there');
    return row.expires_at;
  }

  async find(videoId: VideoId): Promise<UploadSession | null> {
    const row = await this.database.first<SessionRow>(
      `SELECT ${SESSION_COLUMNS} FROM upload_sessions WHERE upload_sessions.video_id = $1`,
      [videoId],
    );
    return row === undefined ? null : toSession(row);
  }

  async findByUploadId(uploadId: UploadId): Promise<UploadSession | null> {
    const row = await this.database.first<SessionRow>(
      `SELECT ${SESSION_COLUMNS} FROM upload_sessions WHERE upload_sessions.upload_id = $1`,
      [uploadId],
    );
    return row === undefined ? null : toSession(row);
  }

  /** Parts are joined by one at a time. Elsewhere several may look at the bytes at once: the transaction lets one win. */
  async beginCompletion(videoId: VideoId, said: Completion): Promise<AcceptedCompletion | null> {
    const row = await this.database.first<{ fence: number; said: Completion }>(
      `UPDATE upload_sessions
          SET completion = COALESCE(upload_sessions.completion, '{}') || $2::jsonb, completing_since = now(),
              completion_fence = upload_sessions.completion_fence + 1
        WHERE upload_sessions.video_id = $1 AND upload_sessions.state = 'open'
          AND (upload_sessions.expires_at > now() OR upload_sessions.completion IS NOT NULL)
          AND (upload_sessions.door <> 'multipart' OR ${this.isUnattended})
       RETURNING upload_sessions.completion_fence AS fence, upload_sessions.completion AS said`,
      [videoId, said],
    );
    return row === undefined ? null : { videoId, ...row };
  }

  async renewCompletion({ videoId, fence }: CompletionClaim): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE upload_sessions SET completing_since = now() WHERE ${MINE} AND upload_sessions.state = 'open'`,
      [videoId, fence],
    );
    return count === 1;
  }

  async suspendCompletion({ videoId, fence }: CompletionClaim): Promise<void> {
    await this.database.query(`UPDATE upload_sessions SET completing_since = NULL WHERE ${MINE}`, [
      videoId,
      fence,
    ]);
  }

  async forgetCompletion({ videoId, fence }: CompletionClaim): Promise<void> {
    await this.database.query(
      `UPDATE upload_sessions SET completion = NULL, completing_since = NULL WHERE ${MINE}`,
      [videoId, fence],
    );
  }

  complete(videoId: VideoId): Promise<boolean> {
    return this.close(videoId, 'completed');
  }

  withdraw(videoId: VideoId): Promise<boolean> {
    return this.close(videoId, 'withdrawn');
  }

  expired(limit: number): Promise<readonly VideoId[]> {
    return this.videosOf(
      `upload_sessions.expires_at < now() - CASE WHEN upload_sessions.completion IS NULL THEN interval '0' ELSE ${GRACE} END
        ORDER BY upload_sessions.expires_at`,
      limit,
    );
  }

  abandonedCompletions(limit: number): Promise<readonly VideoId[]> {
    return this.videosOf(
      `upload_sessions.completion IS NOT NULL AND ${this.isUnattended} ORDER BY upload_sessions.completing_since`,
      limit,
    );
  }

  private async videosOf(which: string, limit: number): Promise<readonly VideoId[]> {
    const rows = await this.database.rows<{ video_id: string }>(
      `SELECT upload_sessions.video_id FROM upload_sessions WHERE upload_sessions.state = 'open' AND ${which} LIMIT $1`,
      [limit],
    );
    return rows.map((row) => asId(row.video_id));
  }

  private async close(videoId: VideoId, state: 'completed' | 'withdrawn'): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE upload_sessions SET state = $2, closed_at = now(), completion = NULL, completing_since = NULL
        WHERE upload_sessions.video_id = $1 AND upload_sessions.state = 'open'`,
      [videoId, state],
    );
    return count === 1;
  }
}
