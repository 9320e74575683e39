import type { MigrationInterface, QueryRunner } from 'typeorm';

/** An upload has an id of its own, may come in parts, and remembers a completion that was accepted until it is decided. */
export class UploadCompletions1795230600000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE upload_sessions
        ADD COLUMN upload_id         uuid    NOT NULL DEFAULT gen_random_uuid() UNIQUE,
        ADD COLUMN part_bytes        bigint  CHECK (part_bytes > 0),
        ADD COLUMN completion        jsonb,
        ADD COLUMN completing_since  timestamptz,
        ADD COLUMN completion_fence  integer NOT NULL DEFAULT 0`);
    await queryRunner.query(
      `CREATE INDEX ix_upload_sessions_completing ON upload_sessions (completing_since)
        WHERE state = 'open' AND completion IS NOT NULL`,
    );
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE upload_sessions
        DROP COLUMN upload_id, DROP COLUMN part_bytes, DROP COLUMN completion,
        DROP COLUMN completing_since, DROP COLUMN completion_fence`);
  }
}
