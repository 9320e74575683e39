import { SetupFailure } from '../setup/failure.mjs';
import { runOnDatabase } from './run-on-database.mjs';

const SUBCOMMANDS = { run: 'migrate', revert: 'migrate:revert' };

/** Migrates or reverts the database that the product uses here; `npm start` migrates by itself. */
export async function changeDatabase(direction) {
  const subcommand = SUBCOMMANDS[direction];
  if (subcommand === undefined) throw new SetupFailure('Say `run` or `revert`.');
  return runOnDatabase(subcommand);
}
