import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { migrate, revertLastMigration } from '#platform/database/migrator';
import { createTestEnvironment } from '../support/environment';
import { startApiContext, startWorker } from '../support/running-app';
import { createEmptyDatabase, databaseConfig, type TestDatabase } from '../support/test-database';

const MIGRATIONS = readdirSync(path.join(__dirname, '../../migrations')).filter((name) =>
  name.endsWith('.ts'),
);

describe('the migrations', () => {
  let empty: TestDatabase;

  beforeEach(async () => (empty = await createEmptyDatabase()));
  afterEach(() => empty.drop());

  const config = () => databaseConfig(empty.url);

  it('build the schema from nothing, undo it to nothing, and build the same again', async () => {
    expect(await migrate(config())).toHaveLength(MIGRATIONS.length);
    const built = await schemaAt(empty.url);
    for (let index = 0; index < MIGRATIONS.length; index += 1) await revertLastMigration(config());
    expect(await schemaAt(empty.url)).toEqual([]);
    await migrate(config());
    expect(await schemaAt(empty.url)).toEqual(built);
    expect(built.length).toBeGreaterThan(20);
  });

  it('are applied once when several processes begin at the same moment', async () => {
    const applied = await Promise.all([migrate(config()), migrate(config()), migrate(config())]);
    expect(applied.flat()).toHaveLength(MIGRATIONS.length);
    expect(await migrate(config())).toEqual([]);
  });

  it('give every table a primary key', async () => {
    await migrate(config());
    const without = await rowsAt(
      empty.url,
      `SELECT tables.table_name FROM information_schema.tables
        WHERE tables.table_schema = 'public' AND NOT EXISTS (
          SELECT 1 FROM information_schema.table_constraints
           WHERE table_constraints.table_schema = 'public' AND table_constraints.constraint_type = 'PRIMARY KEY'
             AND table_constraints.table_name = tables.table_name)`,
    );
    expect(without).toEqual([]);
  });

  it('must all be applied before a process starts', async () => {
    const environment = await createTestEnvironment();
    try {
      await revertLastMigration(databaseConfig(environment.variables.DATABASE_URL!));
      const behind = 'The database is behind this release: run `npm run migration:run` first.';
      await expect(startApiContext(environment)).rejects.toThrow(behind);
      await expect(startWorker(environment)).rejects.toThrow(behind);
    } finally {
      await environment.remove();
    }
  });
});

/** Every column, index and constraint of the application's own tables, as lines that can be compared. */
async function schemaAt(url: string): Promise<string[]> {
  const rows = await rowsAt<{ line: string }>(
    url,
    `SELECT line FROM (
       SELECT format('column %s.%s %s %s %s', table_name, column_name, data_type, is_nullable, column_default) AS line
         FROM information_schema.columns WHERE table_schema = 'public' AND table_name <> 'schema_migrations'
       UNION ALL
       SELECT 'index ' || indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename <> 'schema_migrations'
       UNION ALL
       SELECT format('constraint %s %s', conrelid::regclass, pg_get_constraintdef(oid))
         FROM pg_constraint
        WHERE connamespace = 'public'::regnamespace AND conrelid::regclass::text <> 'schema_migrations'
     ) AS lines ORDER BY line`,
  );
  return rows.map(({ line }) => line);
}

async function rowsAt<Row extends object>(url: string, sql: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(sql)).rows;
  } finally {
    await client.end();
  }
}
