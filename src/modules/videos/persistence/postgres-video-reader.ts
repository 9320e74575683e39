import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { MallId, UserId, VideoId } from '#kernel/id';
import { Conditions } from '#platform/database/conditions';
import { Database } from '#platform/database/database';
import type { SeenVideos, VideoFilter, VideoOrder, VideoStats } from '../domain/video-list';
import type { VideoStatus } from '../domain/video-status';
import { readView, type ListedVideo } from '../domain/video-text';
import type { VideoView } from '../domain/video-view';
import { VideoReader, type KnownChecksum, type PlacedOnCamera } from '../ports/video-reader';
import { asText, VIEW } from './video-columns';
import { within } from './video-list-statement';
import { listStatement, MOST_COUNTED } from './video-list-pages';

const NONE_OF_ANY: Readonly<Record<VideoStatus, number>> = {
  pending: 0,
  processing: 0,
  completed: 0,
  failed: 0,
};

type FoundVideo = ListedVideo & { readonly sortKey: string };
type NoVideo = Readonly<Record<keyof FoundVideo, null>>;
type ListedRow = (FoundVideo | NoVideo) & { readonly count: number };

@Injectable()
export class PostgresVideoReader extends VideoReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: VideoId): Promise<VideoView | null> {
    const row = await this.database.first<{ text: string }>(
      asText(`SELECT ${VIEW} FROM videos WHERE videos.id = $1 AND videos.deleted_at IS NULL`),
      [id],
    );
    return row === undefined ? null : readView(row.text);
  }

  async list(filter: VideoFilter, order: VideoOrder, request: PageRequest): Promise<Page<ListedVideo>> {
    const { sql, values } = listStatement(filter, order, request);
    const found = await this.database.rows<ListedRow>(sql, values);
    const count = found[0]?.count ?? 0;
    const isCapped = filter.search !== null && count > MOST_COUNTED;
    const total = { count: isCapped ? MOST_COUNTED : count, isCapped };
    const rows = found.filter(isVideo);
    return pageOf(rows, request, total, (row) => [row.sortKey, row.id]);
  }

  async stats(scope: SeenVideos, mallId: MallId | null): Promise<VideoStats> {
    const { sql, values } = within(scope, Conditions.of('videos.deleted_at IS NULL')).andIfGiven(
      'videos.mall_id = ?',
      mallId,
    );
    const rows = await this.database.rows<{
      status: VideoStatus;
      count: number;
      bytes: number;
      seconds: number;
    }>(
      `SELECT videos.status, count(*)::float8 AS count, sum(videos.file_size_bytes)::float8 AS bytes,
              COALESCE(sum(videos.duration_seconds), 0) AS seconds
         FROM videos WHERE ${sql} GROUP BY videos.status`,
      values,
    );
    const sum = (of: (row: (typeof rows)[number]) => number) =>
      rows.reduce((total, row) => total + of(row), 0);
    return {
      total: sum(({ count }) => count),
      byStatus: {
        ...NONE_OF_ANY,
        ...(Object.fromEntries(rows.map(({ status, count }) => [status, count])) as Partial<
          Record<VideoStatus, number>
        >),
      },
      // Of what is pending nothing is stored yet.
      storageBytes: sum(({ status, bytes }) => (status === 'pending' ? 0 : bytes)),
      durationSeconds: sum(({ seconds }) => seconds),
    };
  }

  places(ids: readonly VideoId[]): Promise<readonly PlacedOnCamera[]> {
    return this.database.rows<PlacedOnCamera>(
      `SELECT videos.id, videos.owner_id AS "ownerId", videos.mall_id AS "mallId", videos.pin_id AS "pinId"
         FROM videos WHERE videos.id = ANY($1)`,
      [ids],
    );
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

/** The count comes in a row without one, where the page is empty. */
function isVideo(row: ListedRow): row is FoundVideo & ListedRow {
  return row.id !== null;
}
