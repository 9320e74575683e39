import { DataSource } from 'typeorm';
import type { DatabaseConfig } from './database.config';
import { databaseOptions, MIGRATION_CONNECTION } from './database-options';

/** Any constant will do; it must be the same for every release. */
const MIGRATION_LOCK = 7_261_001;

/** Applies what is missing. Several processes may call it at once: the first works, the others wait and find nothing. */
export async function migrate(config: DatabaseConfig): Promise<readonly string[]> {
  return withLock(config, async (dataSource) => {
    const applied = await dataSource.runMigrations();
    return applied.map(({ name }) => name);
  });
}

export async function revertLastMigration(config: DatabaseConfig): Promise<void> {
  await withLock(config, (dataSource) => dataSource.undoLastMigration());
}

async function withLock<T>(config: DatabaseConfig, work: (dataSource: DataSource) => Promise<T>): Promise<T> {
  const dataSource = await new DataSource(databaseOptions(config, MIGRATION_CONNECTION)).initialize();
  const holder = dataSource.createQueryRunner();
  try {
    await holder.query('SELECT pg_advisory_lock($1)', [MIGRATION_LOCK]);
    return await work(dataSource);
  } finally {
    await holder.release();
    await dataSource.destroy();
  }
}
