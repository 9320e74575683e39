import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Videos belong to malls and cameras that are there. Nothing that a video points at can be deleted, as the service says first; only
 * of one that is gone for good is the place forgotten.
 */
export class VideosInMalls1795244400000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE videos
        ADD CONSTRAINT fk_videos_mall FOREIGN KEY (mall_id) REFERENCES malls (id) ON DELETE SET NULL,
        ADD CONSTRAINT fk_videos_pin FOREIGN KEY (pin_id) REFERENCES pins (id) ON DELETE SET NULL`);
    await queryRunner.query(
      'CREATE INDEX ix_videos_pin_created ON videos (pin_id, created_at DESC, id DESC) WHERE pin_id IS NOT NULL',
    );
    await queryRunner.query('ALTER TABLE dashboard_sessions ADD COLUMN mall_id uuid, ADD COLUMN pin_id uuid');
    await queryRunner.query('ALTER TABLE processing_runs ADD COLUMN mall_id uuid');
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('ALTER TABLE processing_runs DROP COLUMN mall_id');
    await queryRunner.query('ALTER TABLE dashboard_sessions DROP COLUMN pin_id, DROP COLUMN mall_id');
    await queryRunner.query('DROP INDEX ix_videos_pin_created');
    await queryRunner.query(
      'ALTER TABLE videos DROP CONSTRAINT fk_videos_pin, DROP CONSTRAINT fk_videos_mall',
    );
  }
}
