import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Uploads come in by more than one door. */
export class UploadDoors1795228200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE upload_sessions DROP CONSTRAINT upload_sessions_door_check');
    await queryRunner.query(`
      ALTER TABLE upload_sessions ADD CONSTRAINT ck_upload_sessions_door
        CHECK (door IN ('presigned', 'multipart', 'dashboard'))`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE upload_sessions DROP CONSTRAINT ck_upload_sessions_door');
    await queryRunner.query(`
      ALTER TABLE upload_sessions ADD CONSTRAINT upload_sessions_door_check
        CHECK (door IN ('presigned')) NOT VALID`);
  }
}
