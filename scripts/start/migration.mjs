import path from 'node:path';
import { runCommand, tailOf } from '../setup/commands.mjs';
import { redact } from '../setup/environment.mjs';
import { SetupFailure } from '../setup/failure.mjs';
import { parseLine, showsOnTerminal, shortForm } from '../supervision/child-log.mjs';
import { secretsOf } from './settings.mjs';

/** What a failed run of our own program said, as a person reads it. */
export function readable(output) {
  const records = output.split('\n').filter(Boolean).map(parseLine);
  const lines = records
    .filter(showsOnTerminal)
    .map((record) => (record.plain ? record.msg : shortForm('migrate', record)));
  return tailOf(lines.join('\n'));
}

export async function migrate({ root, environment, progress, signal }) {
  const script = path.join('dist', 'src', 'cli.js');
  try {
    await progress.step('Bringing the database up to date', () =>
      runCommand(process.execPath, [script, 'migrate'], { cwd: root, env: environment, signal }),
    );
  } catch (error) {
    if (error.name !== 'CommandFailure') throw error;
    throw new SetupFailure('The database could not be brought up to date, so nothing was started.', {
      details: redact(readable(error.output), secretsOf(environment)),
    });
  }
}
