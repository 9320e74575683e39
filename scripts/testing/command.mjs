import path from 'node:path';
import { installDependencies } from '../setup/dependencies.mjs';
import { allowListed } from '../setup/environment.mjs';
import { Interrupted, wordsFor } from '../setup/failure.mjs';
import { Progress, seconds } from '../setup/progress.mjs';
import { projectRoot } from '../setup/project.mjs';
import { withProjectLock } from '../start/provision.mjs';
import { Interruption } from '../supervision/interruption.mjs';
import { STAGES } from '../test-plan.mjs';
import { lastLine, totalOf } from './outcomes.mjs';
import { PassedStages } from './passed-stages.mjs';
import { Resources } from './resources.mjs';
import { runStages } from './run-stages.mjs';
import { selectStages } from './selection.mjs';
import { makeTemporaryFolder, removeTemporaryFolder, sweep } from './throw-away.mjs';

const INTERRUPTED_EXIT_CODE = 130;

async function runAll({ stages, full, fresh }, context) {
  await withProjectLock(context, () => installDependencies({ ...context, root: projectRoot }));
  const resources = new Resources(context);
  try {
    return await runStages(stages, {
      ...context,
      full,
      resources,
      passedStages: new PassedStages({ fresh }),
    });
  } finally {
    await resources.close();
  }
}

function report(results, startedAt, progress) {
  const total = totalOf(results);
  const skipped = results.flatMap((result) => result.skipped);
  progress.say(`\nAll of it took ${seconds(Date.now() - startedAt)}.`);
  if (skipped.length > 0) progress.say(['Skipped:', ...skipped.map((name) => `  ${name}`)].join('\n'));
  progress.say(lastLine(total));
  return total.failed > 0 ? 1 : 0;
}

// Nothing could be run: still the one line at the end that says how it came out.
function reportNothingRun(error, stages, progress) {
  progress.say(wordsFor(error));
  progress.say(lastLine({ passed: 0, failed: stages.length, skipped: 0 }));
  return 1;
}

export async function test(args) {
  const selection = selectStages(STAGES, args);
  const interruption = new Interruption();
  const progress = new Progress();
  const startedAt = Date.now();
  await sweep();
  const temporary = makeTemporaryFolder();
  const tmp = path.join(temporary, 'tmp');
  const env = { ...allowListed(process.env), TMPDIR: tmp };
  const context = { env, progress, temporary, tmp, signal: interruption.signal };
  const conclude = await runAll(selection, context).then(
    (results) => () => report(results, startedAt, progress),
    (error) => () =>
      interruption.requested ? INTERRUPTED_EXIT_CODE : reportNothingRun(error, selection.stages, progress),
  );
  await removeTemporaryFolder(temporary);
  // last of all, so that nothing is printed after the line that says how it came out
  return conclude();
}

export function explain(error) {
  if (error instanceof Interrupted) return INTERRUPTED_EXIT_CODE;
  console.error(wordsFor(error));
  return 1;
}
