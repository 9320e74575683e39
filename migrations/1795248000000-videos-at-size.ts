import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What lists filter by and search in, beside what an index is sorted by: so they are answered without a look at the rows. */
const FILTERED =
  'search_text, status, duration_seconds, uploaded_at, file_size_bytes, view_count, has_proxy, visibility';
const FILTERED_IN_ORDER = 'duration_seconds, uploaded_at, mall_id, pin_id, status, has_proxy, visibility';

const DURATIONS = [
  ['duration', 'COALESCE(duration_seconds, -1)'],
  ['duration_asc', `COALESCE(duration_seconds, 'Infinity')`],
] as const;
const UPLOADS = [
  ['uploaded', `COALESCE(uploaded_at, '-infinity')`],
  ['uploaded_asc', `COALESCE(uploaded_at, 'infinity')`],
] as const;
const SORTS = [...DURATIONS, ...UPLOADS];

const REPLACED = [
  'ix_videos_user_created',
  'ix_videos_mall_created',
  'ix_videos_created',
  'ix_videos_status',
  'ix_videos_title_trgm',
  'ix_videos_filename_trgm',
  'ix_videos_notes_trgm',
  ...SORTS.map(([name]) => `ix_videos_${name}`),
];

const CREATED = [
  `ix_videos_user_created ON videos (owner_id, created_at DESC, id DESC)
     INCLUDE (mall_id, pin_id, ${FILTERED}) WHERE deleted_at IS NULL`,
  // Also of deleted videos: a mall that is to go is looked for in them.
  `ix_videos_mall_created ON videos (mall_id, created_at DESC, id DESC)
     INCLUDE (deleted_at, owner_id, pin_id, ${FILTERED}) WHERE mall_id IS NOT NULL`,
  `ix_videos_created ON videos (created_at DESC, id DESC)
     INCLUDE (owner_id, mall_id, pin_id, ${FILTERED}) WHERE deleted_at IS NULL`,
  'ix_videos_deleted ON videos (created_at DESC, id DESC) WHERE deleted_at IS NOT NULL',
  'ix_videos_status ON videos (status, created_at DESC, id DESC) WHERE deleted_at IS NULL',
  ...SORTS.map(
    ([name, key]) => `ix_videos_${name} ON videos (owner_id, (${key}), id)
     INCLUDE (${FILTERED_IN_ORDER}) WHERE deleted_at IS NULL`,
  ),
  ...DURATIONS.map(
    ([name, key]) => `ix_videos_all_${name} ON videos ((${key}), id)
     INCLUDE (${FILTERED_IN_ORDER}) WHERE deleted_at IS NULL`,
  ),
  `ix_videos_title_trgm ON videos USING gin (owner_id, mall_id, search_text gin_trgm_ops, tags)
     WITH (fastupdate = off) WHERE deleted_at IS NULL`,
  `ix_videos_notes_trgm ON videos USING gin (mall_id, lower(operator_notes) gin_trgm_ops)
     WITH (fastupdate = off) WHERE deleted_at IS NULL AND operator_notes <> ''`,
];

const BEFORE = [
  'ix_videos_user_created ON videos (owner_id, created_at DESC, id DESC)',
  'ix_videos_mall_created ON videos (mall_id, created_at DESC, id DESC) WHERE mall_id IS NOT NULL',
  'ix_videos_created ON videos (created_at DESC, id DESC)',
  'ix_videos_status ON videos (status, created_at DESC)',
  ...SORTS.map(
    ([name, key]) => `ix_videos_${name} ON videos (owner_id, (${key}), id) WHERE deleted_at IS NULL`,
  ),
  'ix_videos_title_trgm ON videos USING gin (title gin_trgm_ops)',
  'ix_videos_filename_trgm ON videos USING gin (original_filename gin_trgm_ops)',
  'ix_videos_notes_trgm ON videos USING gin (operator_notes gin_trgm_ops)',
];

/**
 * Lists of a million videos. Made without CONCURRENTLY, and the column by a rewrite of the table: nobody has a table of that
 * size before the first release.
 */
export class VideosAtSize1795248000000 implements MigrationInterface {
  async up(queryRunner: QueryRunner): Promise<void> {
    await queryRunner.query('CREATE EXTENSION IF NOT EXISTS btree_gin');
    await queryRunner.query(`
      ALTER TABLE videos ADD COLUMN search_text text NOT NULL
        GENERATED ALWAYS AS (lower(title || E'\\n' || original_filename)) STORED`);
    for (const name of REPLACED) await queryRunner.query(`DROP INDEX ${name}`);
    for (const index of CREATED) await queryRunner.query(`CREATE INDEX ${index}`);
  }

  async down(queryRunner: QueryRunner): Promise<void> {
    for (const index of CREATED) await queryRunner.query(`DROP INDEX ${nameOf(index)}`);
    for (const index of BEFORE) await queryRunner.query(`CREATE INDEX ${index}`);
    await queryRunner.query('ALTER TABLE videos DROP COLUMN search_text');
  }
}

function nameOf(index: string): string {
  return index.slice(0, index.indexOf(' '));
}
