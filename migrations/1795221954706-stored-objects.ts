import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The record of what the store holds, written before the first byte and until after the last. No foreign keys: a row outlives
 * the video and the user that it was made for, until the bytes are gone. A new table: nothing is locked, old code ignores it.
 */
export class StoredObjects1795221954706 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE storage_objects (
        key               text        PRIMARY KEY,
        driver            text        NOT NULL CHECK (driver IN ('disk', 's3')),
        purpose           text        NOT NULL CHECK (purpose IN ('staging', 'original', 'derived')),
        owner_id          uuid,
        video_id          uuid,
        state             text        NOT NULL CHECK (state IN ('intent', 'live', 'condemned', 'gone')),
        size_bytes        bigint      CHECK (size_bytes >= 0),
        content_type      text        NOT NULL,
        etag              text,
        sha256            text        CHECK (sha256 ~ '^[0-9a-f]{64}$'),
        upload_id         text,
        writable_until    timestamptz,
        created_at        timestamptz NOT NULL DEFAULT now(),
        state_changed_at  timestamptz NOT NULL DEFAULT now(),
        delete_attempts   integer     NOT NULL DEFAULT 0,
        next_delete_at    timestamptz,
        CHECK (state <> 'live' OR (size_bytes IS NOT NULL AND etag IS NOT NULL)),
        CHECK ((state = 'condemned') = (next_delete_at IS NOT NULL))
      )`);
    await queryRunner.query(
      "CREATE INDEX ix_storage_objects_due ON storage_objects (next_delete_at) WHERE state = 'condemned'",
    );
    await queryRunner.query(
      "CREATE INDEX ix_storage_objects_intents ON storage_objects (created_at) WHERE state = 'intent'",
    );
    await queryRunner.query(
      "CREATE INDEX ix_storage_objects_gone ON storage_objects (state_changed_at) WHERE state = 'gone'",
    );
    await queryRunner.query('CREATE INDEX ix_storage_objects_video ON storage_objects (video_id)');
    await queryRunner.query(
      "CREATE INDEX ix_storage_objects_owner ON storage_objects (owner_id) WHERE purpose = 'original'",
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE storage_objects');
  }
}
