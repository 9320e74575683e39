import { createRequire } from 'node:module';
import pg from 'pg';

const require = createRequire(import.meta.url);
const PRODUCT = '../../../dist/src/modules';
const { VideoQueries } = require(`${PRODUCT}/videos/queries/video.queries.js`);
const { PostgresVideoReader } = require(`${PRODUCT}/videos/persistence/postgres-video-reader.js`);
const { ITEM, LISTED } = require(`${PRODUCT}/videos/persistence/video-columns.js`);
const { SiteQueries } = require(`${PRODUCT}/sites/queries/site.queries.js`);
const { PostgresPinReader } = require(`${PRODUCT}/sites/persistence/postgres-pin-reader.js`);

/**
 * The statements, with their values, that the queries of the product ask a database while they answer: as the rows that they
 * mean, whatever way the product has of fetching many columns.
 */
export async function recordedStatements(connectionString, ask) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const statements = [];
  const rows = async (sql, values) => {
    statements.push({ sql, values });
    return (await client.query(sql, values)).rows;
  };
  const database = { rows, rowsByJson: rows, first: async (sql, values) => (await rows(sql, values))[0] };
  const sites = new SiteQueries(null, null, new PostgresPinReader(database), null);
  try {
    const answer = await ask(new VideoQueries(new PostgresVideoReader(database), sites));
    return { answer, statements: statements.map(inRows) };
  } finally {
    await client.end();
  }
}

function inRows({ sql, values }) {
  return { sql: sql.replace(LISTED, ITEM), values };
}
