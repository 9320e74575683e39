import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Links that were signed before these moments are good for nothing any more. */
export class PlaybackRevocation1795232400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE videos ADD COLUMN playback_revoked_at timestamptz');
    await queryRunner.query('ALTER TABLE storage_objects ADD COLUMN links_since timestamptz');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE storage_objects DROP COLUMN links_since');
    await queryRunner.query('ALTER TABLE videos DROP COLUMN playback_revoked_at');
  }
}
