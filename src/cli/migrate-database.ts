import { DatabaseConfig } from '#platform/database/database.config';
import { isDatabaseAway } from '#platform/database/database-failure';
import { migrate, revertLastMigration } from '#platform/database/migrator';
import type { ProcessContext } from '#platform/process/start-process';

export async function migrateDatabase(context: ProcessContext): Promise<void> {
  const applied = await orSay(() => migrate(databaseOf(context)));
  process.stdout.write(
    applied.length === 0 ? 'The database is up to date.\n' : `Applied ${applied.join(', ')}.\n`,
  );
}

export async function revertDatabase(context: ProcessContext): Promise<void> {
  await orSay(() => revertLastMigration(databaseOf(context)));
  process.stdout.write('The last migration is undone.\n');
}

function databaseOf({ configuration }: ProcessContext): DatabaseConfig {
  return configuration.get(DatabaseConfig) as DatabaseConfig;
}

/** Who cannot connect needs one sentence, not a stack. */
async function orSay<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const isRefused = /password authentication|role .* does not exist|database .* does not exist/.test(
      reason,
    );
    if (!isRefused && !isDatabaseAway(error)) throw error;
    process.stderr.write(`Postgres at DATABASE_URL cannot be used: ${reason || 'it is out of reach'}.\n`);
    process.exit(1);
  }
}
