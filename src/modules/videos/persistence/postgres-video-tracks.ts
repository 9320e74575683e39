import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Track, TrackOutline } from '../domain/track';
import { VideoTracks } from '../ports/video-tracks';

/** Three numbers a segment: an hour has nine hundred of them in each rendition. */
type SegmentRow = readonly [offset: number, sizeBytes: number, durationSeconds: number];

interface TrackRow extends TrackOutline {
  readonly headBytes: number;
  readonly segments: readonly SegmentRow[];
}

const OUTLINE = `
  video_tracks.name, video_tracks.object_key AS key, video_tracks.size_bytes::float8 AS "sizeBytes", video_tracks.codec,
  CASE WHEN video_tracks.kind = 'picture' THEN jsonb_build_object(
    'width', video_tracks.width, 'height', video_tracks.height, 'fps', video_tracks.fps) END AS picture,
  video_tracks.peak_bit_rate AS "peakBitRate", video_tracks.average_bit_rate AS "averageBitRate"`;

const COLUMNS = `name, position, kind, object_key, size_bytes, codec, width, height, fps, peak_bit_rate, average_bit_rate,
  head_bytes, segments`;

/** As they are planned: pictures before sound, and of one size first what every player takes, which has the shortest name. */
const LARGEST_FIRST = `joined.kind, LEAST(joined.width, joined.height) DESC, length(joined.name), joined.name`;

@Injectable()
export class PostgresVideoTracks extends VideoTracks {
  constructor(private readonly database: Database) {
    super();
  }

  async write(videoId: VideoId, version: number, tracks: readonly Track[]): Promise<void> {
    await this.drop(videoId, version);
    const rows = tracks.map(({ picture, segments, ...track }, position) => ({
      ...track,
      ...picture,
      position,
      kind: picture === null ? 'sound' : 'picture',
      segments: segments.map(({ offset, sizeBytes, durationSeconds }): SegmentRow => [
        offset,
        sizeBytes,
        durationSeconds,
      ]),
    }));
    await this.database.query(
      `INSERT INTO video_tracks (video_id, version, name, position, kind, object_key, size_bytes, codec, width, height, fps,
                                 peak_bit_rate, average_bit_rate, head_bytes, segments)
       SELECT $1, $2, track.name, track.position, track.kind, track.key, track."sizeBytes", track.codec, track.width,
              track.height, track.fps, track."peakBitRate", track."averageBitRate", track."headBytes", track.segments
         FROM jsonb_to_recordset($3::jsonb) AS track (
           name text, position integer, kind text, key text, "sizeBytes" bigint, codec text, width integer, height integer,
           fps double precision, "peakBitRate" integer, "averageBitRate" integer, "headBytes" integer, segments jsonb)`,
      [videoId, version, JSON.stringify(rows)],
    );
  }

  async drop(videoId: VideoId, version: number): Promise<void> {
    await this.database.query(
      'DELETE FROM video_tracks WHERE video_tracks.video_id = $1 AND video_tracks.version = $2',
      [videoId, version],
    );
  }

  async dropBefore(videoId: VideoId, version: number): Promise<void> {
    await this.database.query(
      'DELETE FROM video_tracks WHERE video_tracks.video_id = $1 AND video_tracks.version < $2',
      [videoId, version],
    );
  }

  async carryOver(
    videoId: VideoId,
    { from, to }: { readonly from: number; readonly to: number },
  ): Promise<void> {
    await this.database.query(
      `INSERT INTO video_tracks (video_id, version, ${COLUMNS})
       SELECT video_tracks.video_id, $3, ${COLUMNS} FROM video_tracks
        WHERE video_tracks.video_id = $1 AND video_tracks.version = $2
       ON CONFLICT (video_id, version, name) DO NOTHING`,
      [videoId, from, to],
    );
    await this.database.query(
      `UPDATE video_tracks SET position = placed.position
         FROM (SELECT joined.name, row_number() OVER (ORDER BY ${LARGEST_FIRST}) - 1 AS position
                 FROM video_tracks AS joined WHERE joined.video_id = $1 AND joined.version = $2) AS placed
        WHERE video_tracks.video_id = $1 AND video_tracks.version = $2 AND video_tracks.name = placed.name`,
      [videoId, to],
    );
  }

  list(videoId: VideoId, version: number): Promise<readonly TrackOutline[]> {
    return this.database.rows<TrackOutline>(
      `SELECT ${OUTLINE} FROM video_tracks
        WHERE video_tracks.video_id = $1 AND video_tracks.version = $2 ORDER BY video_tracks.position`,
      [videoId, version],
    );
  }

  async find(videoId: VideoId, version: number, name: string): Promise<Track | null> {
    const row = await this.database.first<TrackRow>(
      `SELECT ${OUTLINE}, video_tracks.head_bytes AS "headBytes", video_tracks.segments FROM video_tracks
        WHERE video_tracks.video_id = $1 AND video_tracks.version = $2 AND video_tracks.name = $3`,
      [videoId, version, name],
    );
    if (row === undefined) return null;
    const segments = row.segments.map(([offset, sizeBytes, durationSeconds]) => ({
      offset,
      sizeBytes,
      durationSeconds,
    }));
    return { ...row, segments };
  }
}
