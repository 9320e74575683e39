import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a player is told of a published version: one row a rendition, with where in its object each segment lies. */
export class VideoTracks1795231800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE video_tracks (
        video_id         uuid     NOT NULL,
        version          integer  NOT NULL CHECK (version > 0),
        name             text     NOT NULL CHECK (name ~ '^[a-z0-9-]{1,32}$'),
        position         integer  NOT NULL,
        kind             text     NOT NULL CHECK (kind IN ('picture', 'sound')),
        object_key       text     NOT NULL,
        size_bytes       bigint   NOT NULL CHECK (size_bytes > 0),
        codec            text     NOT NULL,
        width            integer,
        height           integer,
        fps              double precision,
        peak_bit_rate    integer  NOT NULL CHECK (peak_bit_rate > 0),
        average_bit_rate integer  NOT NULL CHECK (average_bit_rate > 0),
        head_bytes       integer  NOT NULL CHECK (head_bytes > 0),
        segments         jsonb    NOT NULL,
        PRIMARY KEY (video_id, version, name),
        CHECK ((kind = 'picture') = (width IS NOT NULL AND height IS NOT NULL AND fps IS NOT NULL))
      )`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE video_tracks');
  }
}
