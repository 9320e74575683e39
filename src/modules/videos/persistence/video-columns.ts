/** What a list shows of a video. */
export const ITEM = `
  videos.id, videos.owner_id AS "ownerId", videos.mall_id AS "mallId", videos.pin_id AS "pinId", videos.title, videos.tags,
  videos.visibility, videos.original_filename AS "originalFilename", videos.file_size_bytes::float8 AS "fileSizeBytes",
  videos.duration_seconds AS "durationSeconds", videos.status, videos.has_proxy AS "hasProxy",
  videos.manifest -> 'thumbnail' AS thumbnail, videos.playback_revoked_at AS "playbackRevokedAt",
  videos.recorded_at AS "recordedAt", videos.uploaded_at AS "uploadedAt", videos.created_at AS "createdAt"`;

/** And what one screen shows beyond it. */
export const VIEW = `${ITEM},
  videos.description, videos.operator_notes AS "operatorNotes", videos.format, videos.content_type AS "contentType",
  videos.original_key AS "originalKey", videos.checksum_sha256 AS "checksumSha256", videos.run_id AS "runId",
  videos.processing_error AS "processingError", videos.warnings, videos.manifest, videos.media,
  videos.moderation_status AS "moderationStatus", videos.view_count::float8 AS "viewCount",
  videos.edit_version AS "editVersion", videos.state_version AS "stateVersion",
  videos.processing_started_at AS "processingStartedAt", videos.processing_completed_at AS "processingCompletedAt",
  videos.updated_at AS "updatedAt"`;

/**
 * Rows as Postgres writes them in JSON: the driver was measured to take ten times as long to put a row of forty columns together
 * as to parse its text.
 */
export function asText(select: string): string {
  return `SELECT to_json(item)::text AS text FROM (${select}) AS item`;
}

/** A list's videos travel as text, beside what must be known of each at once. A row that is written anew stands elsewhere. */
export const LISTED = `
  videos.id, videos.pin_id AS "pinId", videos.xmin::text || videos.ctid::text AS stamp,
  (${asText(`SELECT ${ITEM}`)}) AS text`;
