import { readFileSync } from 'node:fs';

const VIDEOS_SQL = readFileSync(new URL('./videos.sql', import.meta.url), 'utf8');

/** The indexes are those of the product, made again when the rows are there: row by row it would take ten times as long. */
export async function fillCatalogue(query, videos) {
  const indexes = await query(
    `SELECT indexname AS name, indexdef AS definition FROM pg_indexes WHERE tablename = 'videos' AND indexname LIKE 'ix\\_%'`,
  );
  for (const { name } of indexes) await query(`DROP INDEX ${name}`);
  await query(`SET catalogue.videos = '${videos}'`);
  await query(VIDEOS_SQL);
  for (const { definition } of indexes) await query(definition);
  await query('VACUUM ANALYZE videos');
}
