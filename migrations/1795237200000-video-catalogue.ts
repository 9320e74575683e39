import type { MigrationInterface, QueryRunner } from 'typeorm';

/** NULLs come last both ways, so what may be NULL is indexed once for each: a page then begins anywhere at the same price. */
const SORTS: readonly (readonly [name: string, expression: string])[] = [
  ['ix_videos_user_title', `lower(title) COLLATE "C"`],
  ['ix_videos_user_size', 'file_size_bytes'],
  ['ix_videos_user_views', 'view_count'],
  ['ix_videos_duration', 'COALESCE(duration_seconds, -1)'],
  ['ix_videos_duration_asc', `COALESCE(duration_seconds, 'Infinity')`],
  ['ix_videos_uploaded', `COALESCE(uploaded_at, '-infinity')`],
  ['ix_videos_uploaded_asc', `COALESCE(uploaded_at, 'infinity')`],
];

/** What galleries show, sort by and search in. */
export class VideoCatalogue1795237200000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query(`
      ALTER TABLE videos
        ADD COLUMN operator_notes     text    NOT NULL DEFAULT '' CHECK (char_length(operator_notes) <= 10000),
        ADD COLUMN moderation_status  text    NOT NULL DEFAULT 'none'
                   CHECK (moderation_status IN ('none', 'pending', 'approved', 'rejected')),
        ADD COLUMN view_count         bigint  NOT NULL DEFAULT 0 CHECK (view_count >= 0)`);
    await queryRunner.query('CREATE EXTENSION IF NOT EXISTS pg_trgm');
    await queryRunner.query(
      'CREATE INDEX ix_videos_user_status ON videos (owner_id, status, created_at DESC, id DESC) WHERE deleted_at IS NULL',
    );
    await queryRunner.query(
      'CREATE INDEX ix_videos_mall_created ON videos (mall_id, created_at DESC, id DESC) WHERE mall_id IS NOT NULL',
    );
    await queryRunner.query('CREATE INDEX ix_videos_created ON videos (created_at DESC, id DESC)');
    for (const [name, expression] of SORTS) {
      await queryRunner.query(
        `CREATE INDEX ${name} ON videos (owner_id, (${expression}), id) WHERE deleted_at IS NULL`,
      );
    }
    for (const [name, column] of [
      ['ix_videos_title_trgm', 'title'],
      ['ix_videos_filename_trgm', 'original_filename'],
      ['ix_videos_notes_trgm', 'operator_notes'],
    ]) {
      await queryRunner.query(`CREATE INDEX ${name} ON videos USING gin (${column} gin_trgm_ops)`);
    }
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const name of ['ix_videos_title_trgm', 'ix_videos_filename_trgm', 'ix_videos_notes_trgm']) {
      await queryRunner.query(`DROP INDEX ${name}`);
    }
    for (const [name] of SORTS) await queryRunner.query(`DROP INDEX ${name}`);
    for (const name of ['ix_videos_created', 'ix_videos_mall_created', 'ix_videos_user_status']) {
      await queryRunner.query(`DROP INDEX ${name}`);
    }
    await queryRunner.query(
      'ALTER TABLE videos DROP COLUMN view_count, DROP COLUMN moderation_status, DROP COLUMN operator_notes',
    );
  }
}
