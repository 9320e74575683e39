import type { MigrationInterface, QueryRunner } from 'typeorm';

/** One row a video: what lists show stands in columns, what only one screen shows in documents. */
export class Videos1795222800000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE videos (
        id                   uuid        PRIMARY KEY,
        owner_id             uuid        NOT NULL,
        mall_id              uuid,
        pin_id               uuid,
        title                text        NOT NULL CHECK (char_length(title) BETWEEN 1 AND 255),
        description          text        NOT NULL DEFAULT '',
        tags                 text[]      NOT NULL DEFAULT '{}',
        visibility           text        NOT NULL DEFAULT 'private'
                             CHECK (visibility IN ('private', 'unlisted', 'public')),
        original_filename    text        NOT NULL CHECK (char_length(original_filename) BETWEEN 1 AND 255),
        format               text        NOT NULL CHECK (format IN ('mp4', 'mov', 'avi', 'webm', 'mkv')),
        content_type         text        NOT NULL,
        file_size_bytes      bigint      NOT NULL CHECK (file_size_bytes > 0),
        original_key         text        NOT NULL UNIQUE,
        checksum_sha256      text        CHECK (checksum_sha256 ~ '^[0-9a-f]{64}$'),
        status               text        NOT NULL CHECK (status IN ('pending', 'processing', 'completed', 'failed')),
        run_id               uuid,
        processing_error     jsonb,
        warnings             jsonb       NOT NULL DEFAULT '[]',
        published_version    integer     CHECK (published_version > 0),
        manifest             jsonb,
        has_thumbnail        boolean     NOT NULL DEFAULT false,
        has_proxy            boolean     NOT NULL DEFAULT false,
        duration_seconds     double precision,
        media                jsonb,
        provenance           jsonb,
        edit_version         integer     NOT NULL DEFAULT 1,
        state_version        integer     NOT NULL DEFAULT 1,
        recorded_at          timestamptz,
        uploaded_at          timestamptz,
        processing_started_at    timestamptz,
        processing_completed_at  timestamptz,
        created_at           timestamptz NOT NULL DEFAULT now(),
        updated_at           timestamptz NOT NULL DEFAULT now(),
        deleted_at           timestamptz,
        deleted_for          text        CHECK (deleted_for IN ('withdrawn', 'deletion', 'deletion_keeping_files')),
        CHECK ((deleted_at IS NULL) = (deleted_for IS NULL)),
        CHECK ((published_version IS NULL) = (manifest IS NULL)),
        CHECK (status <> 'completed' OR published_version IS NOT NULL),
        CHECK (status <> 'failed' OR (published_version IS NULL AND processing_error IS NOT NULL)),
        CHECK (status = 'pending' OR uploaded_at IS NOT NULL)
      )`);
    await queryRunner.query(
      'CREATE INDEX ix_videos_user_created ON videos (owner_id, created_at DESC, id DESC)',
    );
    await queryRunner.query('CREATE INDEX ix_videos_status ON videos (status, created_at DESC)');
    await queryRunner.query(
      'CREATE INDEX ix_videos_checksum ON videos (owner_id, checksum_sha256) WHERE checksum_sha256 IS NOT NULL',
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE videos');
  }
}
