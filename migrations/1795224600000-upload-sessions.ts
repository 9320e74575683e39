import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An upload that was opened: where its bytes come in, how many, and until when. */
export class UploadSessions1795224600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      CREATE TABLE upload_sessions (
        video_id        uuid        PRIMARY KEY,
        owner_id        uuid        NOT NULL,
        door            text        NOT NULL CHECK (door IN ('presigned')),
        state           text        NOT NULL CHECK (state IN ('open', 'completed', 'withdrawn')),
        staging_key     text        NOT NULL UNIQUE,
        declared_bytes  bigint      NOT NULL CHECK (declared_bytes > 0),
        created_at      timestamptz NOT NULL DEFAULT now(),
        expires_at      timestamptz NOT NULL,
        closed_at       timestamptz,
        CHECK ((state = 'open') = (closed_at IS NULL))
      )`);
    await queryRunner.query(
      `CREATE INDEX ix_upload_sessions_expiring ON upload_sessions (expires_at) WHERE state = 'open'`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('DROP TABLE upload_sessions');
  }
}
