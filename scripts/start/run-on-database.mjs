import path from 'node:path';
import { spawnSync } from 'node:child_process';
import { build } from '../setup/build.mjs';
import { withDotEnv } from '../setup/environment.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { privatePostgres } from '../setup/private-servers.mjs';
import { isAlive, readRecord } from '../setup/processes.mjs';
import { Progress } from '../setup/progress.mjs';
import { dataFolderOf, projectRoot } from '../setup/project.mjs';

/** Runs a subcommand of the command line on the database that the product uses here. Answers its exit code. */
export async function runOnDatabase(subcommand) {
  const env = withDotEnv(process.env, projectRoot);
  const context = { root: projectRoot, env, progress: new Progress(), dataFolder: dataFolderOf(env) };
  const databaseUrl = env.DATABASE_URL || (await runningDatabaseUrl(context));
  await build(context);
  const { status } = spawnSync(process.execPath, [path.join('dist', 'src', 'cli.js'), subcommand], {
    cwd: projectRoot,
    env: { ...env, DATABASE_URL: databaseUrl },
    stdio: 'inherit',
  });
  return status ?? 1;
}

async function runningDatabaseUrl(context) {
  if (!isAlive(readRecord(path.join(context.dataFolder, 'run', 'postgres.json')))) {
    throw new SetupFailure(
      'There is no database here: set DATABASE_URL, or run `npm start` in another terminal (it migrates by itself).',
    );
  }
  return (await privatePostgres(context)).url;
}
