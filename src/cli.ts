import 'reflect-metadata';
import { startProcess } from '#platform/process/start-process';
import { describeConfiguration } from './cli/describe-configuration';
import { configureBucketCors, configureBucketLifecycle } from './cli/configure-bucket';
import { checkInvariants } from './cli/check-invariants';
import { migrateDatabase, revertDatabase } from './cli/migrate-database';
import { verifyAudit } from './cli/verify-audit';
import { writeOpenApi } from './cli/write-openapi';
import { CONFIG_GROUPS } from './config-groups';
import { DatabaseConfig } from '#platform/database/database.config';
import { HttpConfig } from '#platform/http/http.config';
import { StorageConfig } from '#modules/storage';
import type { ProcessContext } from '#platform/process/start-process';
import type { ConfigGroupClass } from '#platform/config/config-group';

interface Subcommand {
  readonly says: string;
  /** The settings that it needs; others may be missing. */
  readonly needs: readonly ConfigGroupClass[];
  readonly run: (context: ProcessContext) => Promise<void>;
}

/** For operators and for the project's own scripts: `node dist/src/cli.js <name>`. */
const SUBCOMMANDS: Readonly<Record<string, Subcommand>> = {
  migrate: { says: 'apply missing migrations', needs: [DatabaseConfig], run: migrateDatabase },
  'migrate:revert': {
    says: 'undo the last migration',
    needs: [DatabaseConfig],
    run: revertDatabase,
  },
  invariants: { says: 'check what must hold between all stores', needs: CONFIG_GROUPS, run: checkInvariants },
  'audit:verify': {
    says: 'name the first row of the audit trail that is not as it was recorded',
    needs: [DatabaseConfig],
    run: verifyAudit,
  },
  'storage:cors': {
    says: 'let the pages of ALLOWED_ORIGINS use signed links of the bucket',
    needs: [StorageConfig, HttpConfig],
    run: configureBucketCors,
  },
  'storage:lifecycle': {
    says: 'let the bucket throw away parts that nobody joined',
    needs: [StorageConfig],
    run: configureBucketLifecycle,
  },
  openapi: { says: 'write the OpenAPI document to standard output', needs: [], run: writeOpenApi },
  'config:env': { says: 'write the text of .env.example', needs: [], run: describeConfiguration('env') },
  'config:page': { says: 'write the configuration page', needs: [], run: describeConfiguration('page') },
};

const subcommand = SUBCOMMANDS[process.argv[2] ?? ''];
if (subcommand === undefined) {
  const lines = Object.entries(SUBCOMMANDS).map(([name, { says }]) => `  ${name.padEnd(20)}${says}`);
  process.stderr.write(`Usage: node dist/src/cli.js <name>\n\n${lines.join('\n')}\n`);
  process.exit(2);
}
startProcess('cli', subcommand.needs, subcommand.run);
