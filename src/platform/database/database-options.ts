import path from 'node:path';
import type { DataSourceOptions } from 'typeorm';
import type { DatabaseConfig } from './database.config';

export interface ConnectionPurpose {
  /** Shown by Postgres beside every connection. */
  readonly applicationName: string;
  /** The longest that one statement may take: a request must never wait for a pile-up. */
  readonly statementTimeoutMs: number;
}

export const API_CONNECTION: ConnectionPurpose = {
  applicationName: 'framegate-api',
  statementTimeoutMs: 5_000,
};
export const WORKER_CONNECTION: ConnectionPurpose = {
  applicationName: 'framegate-worker',
  statementTimeoutMs: 30_000,
};
/** Building an index on a large table takes as long as it takes. */
export const MIGRATION_CONNECTION: ConnectionPurpose = {
  applicationName: 'framegate-migrate',
  statementTimeoutMs: 0,
};

const CONNECT_TIMEOUT_MS = 3_000;
const ANSWER_GRACE_MS = 500;
const IDLE_IN_TRANSACTION_TIMEOUT_MS = 10_000;

export function databaseOptions(config: DatabaseConfig, purpose: ConnectionPurpose): DataSourceOptions {
  return {
    type: 'postgres',
    url: config.url.reveal(),
    poolSize: config.poolSize,
    connectTimeoutMS: CONNECT_TIMEOUT_MS,
    applicationName: purpose.applicationName,
    extra: {
      statement_timeout: purpose.statementTimeoutMs,
      query_timeout: answerTimeoutMs(purpose),
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_TIMEOUT_MS,
      keepAlive: true,
      // Times in JSON are written in the zone of the connection.
      options: '-c TimeZone=UTC',
    },
    synchronize: false,
    migrationsRun: false,
    migrationsTableName: 'schema_migrations',
    migrationsTransactionMode: 'each',
    migrations: [path.join(__dirname, '../../../migrations/*.{js,ts}')],
    logging: false,
  };
}

/** A server that fell silent cannot cut its statements off, so this side stops waiting a little later. */
function answerTimeoutMs({ statementTimeoutMs }: ConnectionPurpose): number {
  return statementTimeoutMs === 0 ? 0 : statementTimeoutMs + ANSWER_GRACE_MS;
}
