import { Injectable } from '@nestjs/common';
import type { UserId, VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { COUNTER_OF, ENTRY_TRANSITIONS, type EntryState } from '../domain/quota-entry';
import { QuotaExceeded, StorageQuotaExceeded } from '../domain/quota.errors';
import type { Quota, QuotaLimits } from '../domain/quota';
import { QuotaLedger, type Reservation } from '../ports/quota-ledger';
import { QuotaConfig } from '../quota.config';

const THIS_MONTH = `date_trunc('month', now() AT TIME ZONE 'UTC')::date`;
/** Uploads of a month that is over count no more. */
const UPLOADS = `CASE WHEN quota_usage.period = ${THIS_MONTH} THEN quota_usage.uploads ELSE 0 END`;
const HELD_BYTES = 'quota_usage.stored_bytes + quota_usage.condemned_bytes + quota_usage.reserved_bytes';

interface UsageRow {
  readonly upload_limit: number | null;
  readonly storage_limit: number | null;
  readonly uploads: number;
  readonly held_bytes: number;
  readonly condemned_bytes: number;
  readonly period: string;
  readonly resets_at: Date;
  readonly resets_in_seconds: number;
}

@Injectable()
export class PostgresQuotaLedger extends QuotaLedger {
  private readonly limit: string;
  private readonly hasUploadsLeft: string;

  constructor(
    private readonly database: Database,
    config: QuotaConfig,
  ) {
    super();
    this.limit = `CASE WHEN quota_usage.has_own_limit THEN quota_usage.upload_limit ELSE ${String(config.uploadsPerMonth)} END`;
    this.hasUploadsLeft = `(${this.limit} IS NULL OR ${UPLOADS} < ${this.limit})`;
  }

  async reserve(reservation: Reservation): Promise<void> {
    if (await this.takeRoom(reservation)) return;
    await this.ensureUsage(reservation.ownerId);
    if (!(await this.takeRoom(reservation))) await this.refuse(reservation.ownerId);
  }

  async spend(videoId: VideoId, actualBytes: number): Promise<void> {
    const ownerId = await this.move(videoId, 'reserved', 'stored', actualBytes);
    if (ownerId === null) return;
    const { count } = await this.database.query(
      `UPDATE quota_usage SET uploads = ${UPLOADS} + 1, period = ${THIS_MONTH}
        WHERE quota_usage.owner_id = $1 AND ${this.hasUploadsLeft}`,
      [ownerId],
    );
    if (count === 0) await this.refuse(ownerId);
  }

  async release(videoId: VideoId): Promise<void> {
    await this.move(videoId, 'reserved', 'released');
  }

  async condemn(videoId: VideoId): Promise<void> {
    await this.move(videoId, 'stored', 'condemned');
  }

  async restore(videoId: VideoId): Promise<void> {
    await this.move(videoId, 'condemned', 'stored');
  }

  async free(videoId: VideoId): Promise<void> {
    await this.move(videoId, 'condemned', 'freed');
  }

  async setLimits(ownerId: UserId, { uploads, storageBytes }: QuotaLimits): Promise<void> {
    await this.ensureUsage(ownerId);
    await this.database.query(
      `UPDATE quota_usage SET has_own_limit = true, upload_limit = $2, storage_limit = $3
        WHERE quota_usage.owner_id = $1`,
      [ownerId, uploads, storageBytes],
    );
  }

  async requireUpload(ownerId: UserId): Promise<Quota> {
    const quota = await this.read(ownerId);
    return quota.remaining === 0 ? this.refuse(ownerId) : quota;
  }

  async read(ownerId: UserId): Promise<Quota> {
    return toQuota(await this.usageOf(ownerId));
  }

  private async takeRoom({ videoId, ownerId, bytes }: Reservation): Promise<boolean> {
    const { count } = await this.database.query(
      `WITH room AS (
         UPDATE quota_usage SET reserved_bytes = quota_usage.reserved_bytes + $3
          WHERE quota_usage.owner_id = $2 AND ${this.hasUploadsLeft}
            AND (quota_usage.storage_limit IS NULL OR ${HELD_BYTES} + $3 <= quota_usage.storage_limit)
         RETURNING quota_usage.owner_id
       )
       INSERT INTO quota_entries (video_id, owner_id, state, bytes)
       SELECT $1, room.owner_id, 'reserved', $3 FROM room`,
      [videoId, ownerId, bytes],
    );
    return count === 1;
  }

  private async usageOf(ownerId: UserId): Promise<UsageRow> {
    await this.ensureUsage(ownerId);
    const row = await this.database.first<UsageRow>(
      `SELECT ${this.limit} AS upload_limit, quota_usage.storage_limit::float8 AS storage_limit, ${UPLOADS} AS uploads,
              (${HELD_BYTES})::float8 AS held_bytes, quota_usage.condemned_bytes::float8 AS condemned_bytes,
              to_char(${THIS_MONTH}, 'YYYY-MM') AS period,
              (${THIS_MONTH} + interval '1 month') AT TIME ZONE 'UTC' AS resets_at,
              EXTRACT(EPOCH FROM (${THIS_MONTH} + interval '1 month') AT TIME ZONE 'UTC' - now())::float8
                AS resets_in_seconds
         FROM quota_usage WHERE quota_usage.owner_id = $1`,
      [ownerId],
    );
    if (row === undefined) throw new Error('the usage row that was just ensured is gone');
    return row;
  }

  private async ensureUsage(ownerId: UserId): Promise<void> {
    await this.database.query(
      `INSERT INTO quota_usage (owner_id, period) VALUES ($1, ${THIS_MONTH}) ON CONFLICT (owner_id) DO NOTHING`,
      [ownerId],
    );
  }

  /** The owner, or null when the entry is not in that state: somebody else moved it, and paid for it. */
  private async move(
    videoId: VideoId,
    from: EntryState,
    to: EntryState,
    actualBytes?: number,
  ): Promise<UserId | null> {
    if (!ENTRY_TRANSITIONS[from].includes(to))
      throw new Error(`a quota entry does not go from ${from} to ${to}`);
    await this.lockUsageOf(videoId);
    const moved = await this.database.first<{ owner_id: UserId; bytes_before: string; bytes: string }>(
      `UPDATE quota_entries
          SET state = $3, bytes = COALESCE($4, quota_entries.bytes), state_changed_at = now()
         FROM quota_entries AS before
        WHERE quota_entries.video_id = $1 AND quota_entries.state = $2 AND before.video_id = quota_entries.video_id
       RETURNING quota_entries.owner_id, before.bytes AS bytes_before, quota_entries.bytes`,
      [videoId, from, to, actualBytes ?? null],
    );
    if (moved === undefined) return null;
    await this.count(moved.owner_id, COUNTER_OF[from], `-${moved.bytes_before}`);
    await this.count(moved.owner_id, COUNTER_OF[to], moved.bytes);
    return moved.owner_id;
  }

  /** Usage before entries, always: two that move several videos of one owner would else wait for each other. */
  private async lockUsageOf(videoId: VideoId): Promise<void> {
    await this.database.query(
      `SELECT 1 FROM quota_usage JOIN quota_entries ON quota_entries.owner_id = quota_usage.owner_id
        WHERE quota_entries.video_id = $1 FOR UPDATE OF quota_usage`,
      [videoId],
    );
  }

  private async count(ownerId: UserId, counter: string | undefined, bytes: string): Promise<void> {
    if (counter === undefined) return;
    await this.database.query(
      `UPDATE quota_usage SET ${counter} = quota_usage.${counter} + $2::bigint WHERE quota_usage.owner_id = $1`,
      [ownerId, bytes],
    );
  }

  /** Says which of the two limits was met. */
  private async refuse(ownerId: UserId): Promise<never> {
    const row = await this.usageOf(ownerId);
    const { limit, remaining, resetsAt } = toQuota(row);
    if (remaining === null || remaining > 0) throw StorageQuotaExceeded();
    throw QuotaExceeded(`The ${String(limit)} uploads of this month are used up.`, {
      details: { limit, resets_at: resetsAt.toISOString() },
      retryAfterSeconds: row.resets_in_seconds,
    });
  }
}

function toQuota(row: UsageRow): Quota {
  const { upload_limit: limit, uploads: used } = row;
  return {
    limit,
    used,
    remaining: limit === null ? null : Math.max(0, limit - used),
    period: row.period,
    resetsAt: row.resets_at,
    storageBytesLimit: row.storage_limit,
    storageBytesUsed: row.held_bytes,
    pendingDeleteBytes: row.condemned_bytes,
  };
}
