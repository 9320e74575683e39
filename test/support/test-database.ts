import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { DatabaseConfig } from '#platform/database/database.config';
import { migrate } from '#platform/database/migrator';
import { testServers } from './servers';
import { templateName } from './template-name';

/** A database of its own for one test file, cloned from a migrated template in a fraction of a second. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  await ensureTemplate();
  const name = `framegate_test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${templateName()}`);
  return {
    url: urlOf(name),
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/**
 * Made by whichever file needs it first, and not before all of them: only within a test are the sources of this checkout
 * loaded, and not those of its last build.
 */
async function ensureTemplate(): Promise<void> {
  const name = templateName();
  await withAdministrator(async (client) => {
    await client.query('SELECT pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (rowCount === 1) return;
    await client.query(`DROP DATABASE IF EXISTS ${name}_unfinished WITH (FORCE)`);
    await client.query(`CREATE DATABASE ${name}_unfinished`);
    await migrate(databaseConfig(urlOf(`${name}_unfinished`)));
    await client.query(`ALTER DATABASE ${name}_unfinished RENAME TO ${name}`);
  });
}

/** An empty database, for tests of the migrations themselves. */
export async function createEmptyDatabase(): Promise<TestDatabase> {
  const name = `framegate_test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name}`);
  return { url: urlOf(name), drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`) };
}

export function databaseConfig(url: string): DatabaseConfig {
  return parseConfiguration([DatabaseConfig], { DATABASE_URL: url }).get(DatabaseConfig) as DatabaseConfig;
}

function urlOf(database: string): string {
  const url = new URL(testServers().databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(sql: string): Promise<void> {
  await withAdministrator(async (client) => {
    await client.query(sql);
  });
}

async function withAdministrator(work: (client: Client) => Promise<void>): Promise<void> {
  const client = new Client({ connectionString: testServers().databaseUrl });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
