import { createRequire } from 'node:module';
import pg from 'pg';

const require = createRequire(import.meta.url);
const PRODUCT = '../../../dist/src';
const { Database } = require(`${PRODUCT}/platform/database/database.js`);
const { VideoQueries } = require(`${PRODUCT}/modules/videos/queries/video.queries.js`);
const { PostgresVideoReader } = require(`${PRODUCT}/modules/videos/persistence/postgres-video-reader.js`);
const { asText, ITEM, LISTED } = require(`${PRODUCT}/modules/videos/persistence/video-columns.js`);
const { SiteQueries } = require(`${PRODUCT}/modules/sites/queries/site.queries.js`);
const { PostgresPinReader } = require(`${PRODUCT}/modules/sites/persistence/postgres-pin-reader.js`);

/**
 * The statements, with their values, that the queries of the product ask a database while they answer: `sent`, as it asks them,
 * and `asRows`, as the rows of the same columns that a stranger would fetch. The product has Postgres write JSON instead.
 */
export async function recordedStatements(connectionString, ask) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const database = new RecordingDatabase(client);
  const sites = new SiteQueries(null, null, new PostgresPinReader(database), null);
  try {
    const answer = await ask(new VideoQueries(new PostgresVideoReader(database), sites));
    return { answer, sent: database.sent, asRows: database.sent.map(inRows) };
  } finally {
    await client.end();
  }
}

class RecordingDatabase extends Database {
  sent = [];

  constructor(client) {
    super();
    this.client = client;
  }

  async query(sql, values = []) {
    this.sent.push({ sql, values });
    const { rows, rowCount } = await this.client.query(sql, [...values]);
    return { rows, count: rowCount ?? 0 };
  }
}

function inRows({ sql, values }) {
  const [before, after] = asText('|').split('|');
  const isText = sql.startsWith(before) && sql.endsWith(after);
  const select = isText ? sql.slice(before.length, -after.length) : sql.replace(LISTED, ITEM);
  return { sql: select, values };
}
