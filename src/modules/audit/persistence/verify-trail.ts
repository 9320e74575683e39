import { DataSource } from 'typeorm';
import type { DatabaseConfig } from '#platform/database/database.config';
import { databaseOptions, MIGRATION_CONNECTION } from '#platform/database/database-options';
import { TypeormDatabase } from '#platform/database/typeorm-database';
import { ChainQueries, type ChainReport } from '../queries/chain.queries';
import { PostgresAuditChain } from './postgres-audit-chain';

/** For who has nothing but the database, an auditor perhaps. To read all of it takes as long as it takes. */
export async function verifyTrail(config: DatabaseConfig): Promise<ChainReport> {
  const dataSource = await new DataSource(databaseOptions(config, MIGRATION_CONNECTION)).initialize();
  try {
    return await new ChainQueries(new PostgresAuditChain(new TypeormDatabase(dataSource))).verify();
  } finally {
    await dataSource.destroy();
  }
}
