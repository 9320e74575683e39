import { Injectable } from '@nestjs/common';
import type { UserId, VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum } from '../ports/video-reader';

const VIEW = `
  videos.id, videos.owner_id AS "ownerId", videos.title, videos.description, videos.tags, videos.visibility,
  videos.original_filename AS "originalFilename", videos.format, videos.content_type AS "contentType",
  videos.file_size_bytes::float8 AS "fileSizeBytes",
  videos.original_key AS "originalKey", videos.checksum_sha256 AS "checksumSha256", videos.status,
  videos.run_id AS "runId", videos.processing_error AS "processingError", videos.warnings, videos.manifest,
  videos.media, videos.playback_revoked_at AS "playbackRevokedAt",
  videos.edit_version AS "editVersion", videos.state_version AS "stateVersion",
  videos.recorded_at AS "recordedAt", videos.uploaded_at AS "uploadedAt",
  videos.processing_started_at AS "processingStartedAt", videos.processing_completed_at AS "processingCompletedAt",
  videos.created_at AS "createdAt", videos.updated_at AS "updatedAt"`;

@Injectable()
export class PostgresVideoReader extends VideoReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: VideoId): Promise<VideoView | null> {
    const row = await this.database.first<VideoView>(
      `SELECT ${VIEW} FROM videos WHERE videos.id = $1 AND videos.deleted_at IS NULL`,
      [id],
    );
    return row ?? null;
  }

  /** Of several equal files the newest. */
  findByChecksum(ownerId: UserId, checksums: readonly string[]): Promise<readonly KnownChecksum[]> {
    return this.database.rows<KnownChecksum>(
      `SELECT DISTINCT ON (videos.checksum_sha256)
              videos.checksum_sha256 AS checksum, videos.id AS "videoId"
         FROM videos
        WHERE videos.owner_id = $1 AND videos.checksum_sha256 = ANY($2) AND videos.deleted_at IS NULL
        ORDER BY videos.checksum_sha256, videos.created_at DESC`,
      [ownerId, checksums],
    );
  }
}
