import { DatabaseConfig } from '#platform/database/database.config';
import { migrate, revertLastMigration } from '#platform/database/migrator';
import type { ProcessContext } from '#platform/process/start-process';
import { orSay } from './or-say';

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
