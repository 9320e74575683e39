import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What each owner may store and has stored. Counters and entries change together, in one statement. */
export class UploadQuota1795220700000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE quota_usage (
        owner_id         uuid    PRIMARY KEY,
        has_own_limit    boolean NOT NULL DEFAULT false,
        upload_limit     integer CHECK (upload_limit >= 0),
        storage_limit    bigint  CHECK (storage_limit >= 0),
        period           date    NOT NULL,
        uploads          integer NOT NULL DEFAULT 0 CHECK (uploads >= 0),
        reserved_bytes   bigint  NOT NULL DEFAULT 0 CHECK (reserved_bytes >= 0),
        stored_bytes     bigint  NOT NULL DEFAULT 0 CHECK (stored_bytes >= 0),
        condemned_bytes  bigint  NOT NULL DEFAULT 0 CHECK (condemned_bytes >= 0),
        CHECK (has_own_limit OR upload_limit IS NULL)
      )`);
    await queryRunner.query(`
      CREATE TABLE quota_entries (
        video_id          uuid        PRIMARY KEY,
        owner_id          uuid        NOT NULL REFERENCES quota_usage (owner_id),
        state             text        NOT NULL
                          CHECK (state IN ('reserved', 'stored', 'condemned', 'freed', 'released')),
        bytes             bigint      NOT NULL CHECK (bytes >= 0),
        state_changed_at  timestamptz NOT NULL DEFAULT now()
      )`);
    await queryRunner.query('CREATE INDEX ix_quota_entries_owner ON quota_entries (owner_id)');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE quota_entries');
    await queryRunner.query('DROP TABLE quota_usage');
  }
}
