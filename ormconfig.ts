import { DataSource } from 'typeorm';
import { DatabaseConfig } from './src/platform/database/database.config';
import { databaseOptions, MIGRATION_CONNECTION } from './src/platform/database/database-options';
import { parseConfiguration } from './src/platform/config/parse-configuration';

/** For TypeORM's command line only; the processes build their connection from the same options. */
const configuration = parseConfiguration([DatabaseConfig], process.env);

export const dataSource = new DataSource(
  databaseOptions(configuration.get(DatabaseConfig) as DatabaseConfig, MIGRATION_CONNECTION),
);
