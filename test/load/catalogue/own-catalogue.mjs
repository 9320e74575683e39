import pg from 'pg';
import { fillCatalogue } from './fill-catalogue.mjs';

/**
 * A catalogue, and the videos of one of its owners become the user's; visibility tells those of cameras from the others.
 * Answers the completed ones of no camera.
 */
export async function ownCatalogue(connectionString, userId, videos) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const rows = async (sql, values) => (await client.query(sql, values)).rows;
  try {
    await fillCatalogue(rows, videos);
    await rows(
      `UPDATE videos SET owner_id = $1, visibility = CASE WHEN pin_id IS NULL THEN 'private' ELSE 'unlisted' END
        WHERE owner_id = md5('owner 0')::uuid`,
      [userId],
    );
    await rows('VACUUM ANALYZE videos');
    return await rows(
      `SELECT id, '"e' || edit_version || '.s' || state_version || '"' AS etag FROM videos
        WHERE owner_id = $1 AND status = 'completed' AND pin_id IS NULL`,
      [userId],
    );
  } finally {
    await client.end();
  }
}
