import { randomBytes } from 'node:crypto';
import { Client } from 'pg';
import { parseConfiguration } from '#platform/config/parse-configuration';
import { DatabaseConfig } from '#platform/database/database.config';
import { migrate } from '#platform/database/migrator';
import { testServers } from './servers';

const TEMPLATE_SUFFIX = '_template';

/** A database of its own for one test file, cloned from a migrated template in a fraction of a second. */
export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `framegate_test_${randomBytes(6).toString('hex')}`;
  await administer(`CREATE DATABASE ${name} TEMPLATE ${templateName()}`);
  return {
    url: urlOf(name),
    drop: () => administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`),
  };
}

/** Once a run of the test command, before the first file. */
export async function createTemplate(): Promise<void> {
  const name = templateName();
  await administer(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
  await administer(`CREATE DATABASE ${name}`);
  await migrate(databaseConfig(urlOf(name)));
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

/** Two runs against one given server do not meet: the name carries the process that began the run. */
function templateName(): string {
  return `framegate_${process.env.TEST_RUN_ID ?? 'local'}${TEMPLATE_SUFFIX}`;
}

function urlOf(database: string): string {
  const url = new URL(testServers().databaseUrl);
  url.pathname = `/${database}`;
  return url.href;
}

async function administer(sql: string): Promise<void> {
  const client = new Client({ connectionString: testServers().databaseUrl });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
