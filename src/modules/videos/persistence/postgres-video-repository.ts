import { Injectable } from '@nestjs/common';
import { asId, type RunId, type VideoId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { Database } from '#platform/database/database';
import type { MediaFacts, ProcessingError } from '../domain/media-facts';
import type { VideoEdits } from '../domain/video-edits';
import { VIDEO_TRANSITIONS, type VideoStatus, type VideoVerb } from '../domain/video-status';
import {
  VideoRepository,
  type ConfirmedUpload,
  type NewVideo,
  type VideoInProcessing,
  type PublishedVersion,
  type VideoState,
} from '../ports/video-repository';
import { VideoCaches } from './video-caches';

interface StateRow {
  readonly id: string;
  readonly owner_id: string;
  readonly mall_id: string | null;
  readonly pin_id: string | null;
  readonly status: VideoStatus;
  readonly run_id: string | null;
  readonly original_key: string;
  readonly content_type: string;
  readonly format: string;
  readonly file_size_bytes: string;
  readonly published_version: number | null;
  readonly tags: readonly string[];
  readonly edit_version: number;
  readonly deleted_for: VideoState['deletedFor'];
}

const STATE = `
  SELECT videos.id, videos.owner_id, videos.mall_id, videos.pin_id, videos.status, videos.run_id, videos.original_key,
         videos.content_type, videos.format, videos.file_size_bytes, videos.published_version, videos.tags, videos.edit_version,
         videos.deleted_for
    FROM videos WHERE videos.id = $1`;

/** Whatever an answer shows beside edits and counters. */
const STATE_CHANGED = 'state_version = videos.state_version + 1, updated_at = now()';

const BEGUN = 'processing_error = NULL, processing_started_at = now(), processing_completed_at = NULL';

const NOT_DELETED = 'videos.deleted_at IS NULL';

const EDITABLE: readonly (readonly [keyof VideoEdits, string])[] = [
  ['title', 'title'],
  ['description', 'description'],
  ['tags', 'tags'],
  ['visibility', 'visibility'],
  ['operatorNotes', 'operator_notes'],
  ['recordedAt', 'recorded_at'],
  ['mallId', 'mall_id'],
  ['pinId', 'pin_id'],
];

@Injectable()
export class PostgresVideoRepository extends VideoRepository {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
    private readonly caches: VideoCaches,
  ) {
    super();
  }

  async insertPending(video: NewVideo): Promise<void> {
    await this.change(
      `INSERT INTO videos (id, owner_id, mall_id, pin_id, title, original_filename, format, content_type, file_size_bytes,
                           original_key, recorded_at, status)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending')`,
      [
        video.id,
        video.ownerId,
        video.mallId,
        video.pinId,
        video.title,
        video.originalFilename,
        video.format,
        video.contentType,
        video.fileSizeBytes,
        video.originalKey,
        video.recordedAt,
      ],
    );
  }

  async find(id: VideoId): Promise<VideoState | null> {
    return toState(await this.database.first<StateRow>(STATE, [id]));
  }

  async lock(id: VideoId): Promise<VideoState | null> {
    return toState(await this.database.first<StateRow>(`${STATE} FOR UPDATE`, [id]));
  }

  async inProcessing(after: VideoId | null, limit: number): Promise<readonly VideoInProcessing[]> {
    const rows = await this.database.rows<{ id: string; run_id: string }>(
      `SELECT videos.id, videos.run_id FROM videos
        WHERE videos.status = 'processing' AND videos.deleted_at IS NULL AND videos.run_id IS NOT NULL
          AND ($1::uuid IS NULL OR videos.id > $1)
        ORDER BY videos.id LIMIT $2`,
      [after, limit],
    );
    return rows.map((row) => ({ id: asId(row.id), runId: asId(row.run_id) }));
  }

  confirmUpload(
    id: VideoId,
    { fileSizeBytes, runId, title, description, tags }: ConfirmedUpload,
  ): Promise<boolean> {
    return this.go(
      'confirmUpload',
      `run_id = $2, file_size_bytes = $3, uploaded_at = now(), processing_started_at = now(),
       title = COALESCE($4, videos.title), description = COALESCE($5, videos.description),
       tags = COALESCE($6, videos.tags)`,
      [id, runId, fileSizeBytes, title ?? null, description ?? null, tags ?? null],
    );
  }

  async recordMedia(
    id: VideoId,
    { sha256, ...facts }: MediaFacts & { readonly sha256: string },
    provenance: object,
  ): Promise<void> {
    await this.change(
      `UPDATE videos SET checksum_sha256 = $2, duration_seconds = $3, media = $4, provenance = $5, ${STATE_CHANGED}
        WHERE videos.id = $1 AND videos.deleted_at IS NULL`,
      [id, sha256, facts.durationSeconds, facts, provenance],
    );
  }

  async sizeOf(id: VideoId): Promise<Pick<MediaFacts, 'width' | 'height'> | null> {
    const row = await this.database.first<{ media: MediaFacts | null }>(
      'SELECT videos.media FROM videos WHERE videos.id = $1',
      [id],
    );
    return row?.media ?? null;
  }

  async published(id: VideoId): Promise<PublishedVersion | null> {
    const row = await this.database.first<PublishedVersion>(
      `SELECT videos.manifest, videos.warnings, videos.duration_seconds AS "durationSeconds"
           FROM videos WHERE videos.id = $1 AND videos.manifest IS NOT NULL`,
      [id],
    );
    return row ?? null;
  }

  beginReprocess(id: VideoId, runId: RunId): Promise<boolean> {
    return this.go('beginReprocess', `run_id = $2, ${BEGUN}`, [id, runId]);
  }

  publishVersion(id: VideoId, runId: RunId, version: PublishedVersion): Promise<boolean> {
    const { manifest, warnings, durationSeconds } = version;
    return this.go(
      'publishVersion',
      `published_version = $3, manifest = $4, has_thumbnail = true, has_proxy = $5, warnings = $6, processing_error = NULL,
       processing_completed_at = now(), duration_seconds = $7, media = jsonb_set(media, '{durationSeconds}', to_jsonb($7::float8))`,
      [
        id,
        runId,
        manifest.version,
        manifest,
        manifest.proxy !== null,
        JSON.stringify(warnings),
        durationSeconds,
      ],
      'AND videos.run_id = $2',
    );
  }

  resumeRun(id: VideoId, runId: RunId): Promise<boolean> {
    return this.go('resumeRun', BEGUN, [id, runId], 'AND videos.run_id = $2');
  }

  async edit(id: VideoId, edits: VideoEdits): Promise<boolean> {
    const named = EDITABLE.filter(([edit]) => edits[edit] !== undefined);
    if (named.length === 0) return false;
    const changes = named.map(([, column], index) => `${column} = $${String(index + 2)}`);
    return this.change(
      `UPDATE videos SET ${changes.join(', ')}, edit_version = videos.edit_version + 1, updated_at = now()
        WHERE videos.id = $1 AND ${NOT_DELETED}`,
      [id, ...named.map(([edit]) => edits[edit])],
    );
  }

  revokePlayback(id: VideoId): Promise<boolean> {
    return this.change(
      `UPDATE videos SET playback_revoked_at = date_trunc('milliseconds', now())
        WHERE videos.id = $1 AND videos.deleted_at IS NULL`,
      [id],
    );
  }

  failRun(id: VideoId, runId: RunId, error: ProcessingError): Promise<boolean> {
    return this.endRun([id, runId, error], NOT_DELETED);
  }

  failDeletedRun(id: VideoId, runId: RunId, error: ProcessingError): Promise<boolean> {
    return this.endRun([id, runId, error], `videos.deleted_for = 'deletion_keeping_files'`);
  }

  withdraw(id: VideoId): Promise<boolean> {
    return this.end(id, 'withdrawn', `AND videos.status = 'pending'`);
  }

  tombstone(id: VideoId, { keepsFiles }: { readonly keepsFiles: boolean }): Promise<boolean> {
    return keepsFiles ? this.end(id, 'deletion_keeping_files') : this.endFor(id);
  }

  restore(id: VideoId): Promise<boolean> {
    return this.change(
      `UPDATE videos SET deleted_at = NULL, deleted_for = NULL, ${STATE_CHANGED}
        WHERE videos.id = $1 AND videos.deleted_for = 'deletion_keeping_files'`,
      [id],
    );
  }

  private async endRun(values: readonly unknown[], existing: string): Promise<boolean> {
    const change = 'processing_error = $3, processing_completed_at = now()';
    const keep = 'AND videos.run_id = $2 AND videos.published_version IS NOT NULL';
    const fail = 'AND videos.run_id = $2 AND videos.published_version IS NULL';
    return (
      (await this.go('keepPublished', change, values, keep, existing)) ||
      this.go('failRun', change, values, fail, existing)
    );
  }

  /** Goes one transition of the table. */
  private go(
    verb: VideoVerb,
    change: string,
    values: readonly unknown[],
    condition = '',
    existing = NOT_DELETED,
  ): Promise<boolean> {
    const { from, to } = VIDEO_TRANSITIONS[verb];
    return this.change(
      `UPDATE videos SET status = '${to}', ${change}, ${STATE_CHANGED}
        WHERE videos.id = $1 AND videos.status IN (${from.map((status) => `'${status}'`).join(', ')})
          AND ${existing} ${condition}`,
      values,
    );
  }

  /** Every write of a row goes this way: whoever remembers it is made to forget it before the change is answered. */
  private async change(sql: string, values: readonly unknown[]): Promise<boolean> {
    const row = await this.database.first<{ id: string; owner_id: string }>(
      `${sql} RETURNING videos.id, videos.owner_id`,
      values,
    );
    if (row === undefined) return false;
    await this.unitOfWork.whenOver(() => this.caches.forget(asId(row.id), asId(row.owner_id)));
    return true;
  }

  private end(id: VideoId, reason: string, condition = ''): Promise<boolean> {
    return this.change(
      `UPDATE videos SET deleted_at = now(), deleted_for = $2, ${STATE_CHANGED}
        WHERE videos.id = $1 AND videos.deleted_at IS NULL ${condition}`,
      [id, reason],
    );
  }

  /** With its files, also when it was deleted without them before. */
  private endFor(id: VideoId): Promise<boolean> {
    return this.change(
      `UPDATE videos SET deleted_at = now(), deleted_for = 'deletion', ${STATE_CHANGED}
        WHERE videos.id = $1 AND (videos.deleted_at IS NULL OR videos.deleted_for = 'deletion_keeping_files')`,
      [id],
    );
  }
}

function toState(row: StateRow | undefined): VideoState | null {
  if (row === undefined) return null;
  return {
    id: asId(row.id),
    ownerId: asId(row.owner_id),
    mallId: row.mall_id === null ? null : asId(row.mall_id),
    pinId: row.pin_id === null ? null : asId(row.pin_id),
    status: row.status,
    runId: row.run_id === null ? null : asId(row.run_id),
    originalKey: row.original_key,
    contentType: row.content_type,
    format: row.format,
    fileSizeBytes: Number(row.file_size_bytes),
    publishedVersion: row.published_version,
    tags: row.tags,
    editVersion: row.edit_version,
    deletedFor: row.deleted_for,
  };
}
