import { Injectable } from '@nestjs/common';
import type { UserId, VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import {
  INTENT_LIMIT_HOURS,
  OBJECT_TRANSITIONS,
  type ObjectIntent,
  type StoredObject,
} from '../domain/stored-object';
import {
  StorageObjectRepository,
  type ArrivedObject,
  type OwnedBytes,
} from '../ports/storage-object-repository';
import { StorageConfig } from '../storage.config';
import { fromRow, OBJECT_COLUMNS, type ObjectRow } from './object-row';

interface KeyRow {
  readonly key: string;
}

const { makeLive, condemn, markGone, intendAgain } = OBJECT_TRANSITIONS;
/** Rows are locked in the order of their keys, so that two statements about the same objects never wait for each other. */
const IN_ORDER = 'ORDER BY storage_objects.key FOR UPDATE';
/** Two purges must not take the same objects; one that died is followed by another after this time. */
const TAKEN_SECONDS = 60;

/** Speaks of the configured driver's objects alone. Time is the database's. */
@Injectable()
export class PostgresStorageObjectRepository extends StorageObjectRepository {
  constructor(
    private readonly database: Database,
    private readonly config: StorageConfig,
  ) {
    super();
  }

  async intend(...objects: readonly ObjectIntent[]): Promise<void> {
    for (const { key, purpose, ownerId, videoId, sizeBytes, contentType, writableUntil } of objects) {
      await this.database.query(
        `INSERT INTO storage_objects (key, driver, purpose, owner_id, video_id, state, size_bytes, content_type, writable_until)
         VALUES ($1, $2, $3, $4, $5, 'intent', $6, $7, $8)`,
        [key, this.config.driver, purpose, ownerId, videoId, sizeBytes, contentType, writableUntil ?? null],
      );
    }
  }

  async intendAgain(key: string): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE storage_objects SET state = $2, driver = $4, state_changed_at = now(), created_at = now(), etag = NULL, sha256 = NULL
        WHERE key = $1 AND state = ANY ($3)`,
      [key, intendAgain.to, intendAgain.from, this.config.driver],
    );
    return count === 1;
  }

  async noteMultipart(key: string, uploadId: string): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE storage_objects SET upload_id = $2 WHERE key = $1 AND state = 'intent' AND upload_id IS NULL`,
      [key, uploadId],
    );
    return count === 1;
  }

  async makeLive(key: string, { sizeBytes, etag, sha256 }: ArrivedObject): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE storage_objects SET state = $2, state_changed_at = now(), size_bytes = $4, etag = $5, sha256 = $6
        WHERE key = $1 AND state = ANY ($3)`,
      [key, makeLive.to, makeLive.from, sizeBytes, etag, sha256 ?? null],
    );
    return count === 1;
  }

  async condemn(
    keys: readonly string[],
    { graceSeconds = 0 }: { readonly graceSeconds?: number } = {},
  ): Promise<readonly string[]> {
    return this.condemnWhere('storage_objects.key = ANY ($4)', graceSeconds, keys);
  }

  async condemnVideo(videoId: VideoId): Promise<readonly string[]> {
    return this.condemnWhere('storage_objects.video_id = $4', 0, videoId);
  }

  async takeForPurge(limit: number): Promise<readonly StoredObject[]> {
    const rows = await this.database.rows<ObjectRow>(
      `UPDATE storage_objects
          SET delete_attempts = delete_attempts + 1, next_delete_at = now() + make_interval(secs => $3)
        WHERE key IN (SELECT due.key FROM storage_objects AS due
                       WHERE due.state = 'condemned' AND due.next_delete_at <= now() AND due.driver = $2
                       ORDER BY due.next_delete_at LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING ${OBJECT_COLUMNS}`,
      [limit, this.config.driver, TAKEN_SECONDS],
    );
    return rows.map(fromRow);
  }

  async postponePurge(keys: readonly string[]): Promise<void> {
    await this.database.query(
      `UPDATE storage_objects
          SET next_delete_at = now() + LEAST(interval '1 hour', interval '1 second' * power(2, LEAST(delete_attempts, 13) - 1))
        WHERE key = ANY ($1) AND state = 'condemned'`,
      [keys],
    );
  }

  async markGone(keys: readonly string[]): Promise<readonly string[]> {
    const rows = await this.database.rows<KeyRow>(
      `WITH locked AS (SELECT storage_objects.key FROM storage_objects WHERE storage_objects.key = ANY ($1) AND storage_objects.state = ANY ($2) ${IN_ORDER})
       UPDATE storage_objects SET state = $3, state_changed_at = now(), next_delete_at = NULL
         FROM locked WHERE storage_objects.key = locked.key
       RETURNING storage_objects.key`,
      [keys, markGone.from, markGone.to],
    );
    return rows.map(({ key }) => key);
  }

  async condemnStaleIntents(limit: number): Promise<readonly string[]> {
    return this.condemnWhere(
      `storage_objects.key IN (SELECT stale.key FROM storage_objects AS stale
          WHERE stale.state = 'intent' AND stale.created_at < now() - make_interval(hours => ${String(INTENT_LIMIT_HOURS)})
          LIMIT $4)`,
      0,
      limit,
    );
  }

  async find(key: string): Promise<StoredObject | null> {
    const row = await this.database.first<ObjectRow>(
      `SELECT ${OBJECT_COLUMNS} FROM storage_objects WHERE storage_objects.key = $1`,
      [key],
    );
    return row === undefined ? null : fromRow(row);
  }

  async ofVideo(videoId: VideoId): Promise<readonly StoredObject[]> {
    const rows = await this.database.rows<ObjectRow>(
      `SELECT ${OBJECT_COLUMNS} FROM storage_objects WHERE storage_objects.video_id = $1 ORDER BY storage_objects.key`,
      [videoId],
    );
    return rows.map(fromRow);
  }

  async known(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<KeyRow>(
      `SELECT storage_objects.key FROM storage_objects
        WHERE storage_objects.key = ANY ($1) AND storage_objects.state <> 'gone' AND storage_objects.driver = $2`,
      [keys, this.config.driver],
    );
    return new Set(rows.map(({ key }) => key));
  }

  async live(keys: readonly string[]): Promise<ReadonlySet<string>> {
    const rows = await this.database.rows<KeyRow>(
      `SELECT storage_objects.key FROM storage_objects
        WHERE storage_objects.key = ANY ($1) AND storage_objects.state = 'live'`,
      [keys],
    );
    return new Set(rows.map(({ key }) => key));
  }

  async liveAfter(key: string, limit: number): Promise<readonly StoredObject[]> {
    const rows = await this.database.rows<ObjectRow>(
      `SELECT ${OBJECT_COLUMNS} FROM storage_objects
        WHERE storage_objects.key > $1 AND storage_objects.state = 'live' AND storage_objects.driver = $2
        ORDER BY storage_objects.key LIMIT $3`,
      [key, this.config.driver, limit],
    );
    return rows.map(fromRow);
  }

  async awaitsParts({ key, uploadId }: { key: string; uploadId: string }): Promise<boolean> {
    const row = await this.database.first(
      `SELECT storage_objects.key FROM storage_objects
        WHERE storage_objects.key = $1 AND storage_objects.upload_id = $2 AND storage_objects.state = 'intent'`,
      [key, uploadId],
    );
    return row !== undefined;
  }

  /** In whole milliseconds, since that is what a link can name. */
  async revokeLinks(videoId: VideoId): Promise<void> {
    await this.database.query(
      `UPDATE storage_objects SET links_since = date_trunc('milliseconds', now()) WHERE video_id = $1`,
      [videoId],
    );
  }

  async isServed(key: string, signedAt: Date): Promise<boolean> {
    const row = await this.database.first(
      `SELECT storage_objects.key FROM storage_objects
        WHERE storage_objects.key = $1 AND (storage_objects.links_since IS NULL OR storage_objects.links_since <= $2)
          AND (storage_objects.state = 'live' OR (storage_objects.state = 'condemned' AND storage_objects.next_delete_at > now()
               AND storage_objects.delete_attempts = 0))`,
      [key, signedAt],
    );
    return row !== undefined;
  }

  async bytesOf(ownerId: UserId): Promise<OwnedBytes> {
    const row = await this.database.first<{ live: string | null; condemned: string | null }>(
      `SELECT sum(storage_objects.size_bytes) FILTER (WHERE storage_objects.state = 'live') AS live,
              sum(storage_objects.size_bytes) FILTER (WHERE storage_objects.state = 'condemned') AS condemned
         FROM storage_objects WHERE storage_objects.owner_id = $1 AND storage_objects.purpose = 'original'`,
      [ownerId],
    );
    return { liveBytes: Number(row?.live ?? 0), condemnedBytes: Number(row?.condemned ?? 0) };
  }

  private async condemnWhere(
    which: string,
    graceSeconds: number,
    value: unknown,
  ): Promise<readonly string[]> {
    const rows = await this.database.rows<KeyRow>(
      `WITH locked AS (SELECT storage_objects.key FROM storage_objects WHERE storage_objects.state = ANY ($1) AND ${which} ${IN_ORDER})
       UPDATE storage_objects
          SET state = $2, state_changed_at = now(), delete_attempts = 0,
              next_delete_at = GREATEST(now() + make_interval(secs => $3), storage_objects.writable_until + interval '1 minute')
         FROM locked WHERE storage_objects.key = locked.key
       RETURNING storage_objects.key`,
      [condemn.from, condemn.to, graceSeconds, value],
    );
    return rows.map(({ key }) => key);
  }
}
