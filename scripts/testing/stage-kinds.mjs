import fs from 'node:fs';
import path from 'node:path';
import { build } from '../setup/build.mjs';
import { runCommand, tailOf } from '../setup/commands.mjs';
import { filesBelow } from '../setup/folder-hash.mjs';
import { cacheFolder, projectRoot } from '../setup/project.mjs';
import { withProjectLock } from '../start/provision.mjs';
import { jestOutcome, outcome, tapOutcome } from './outcomes.mjs';

const TAIL_LINES = 60;
const DEFAULT_LIMIT_MINUTES = 15;

/** Runs to the end or to the stage's time limit; a failing exit is an answer here, not an error. */
async function finish(stage, [program, ...args], { env, signal }) {
  const minutes = stage.limitMinutes ?? DEFAULT_LIMIT_MINUTES;
  const limit = AbortSignal.timeout(minutes * 60_000);
  const file =
    program === 'node' ? process.execPath : path.join(projectRoot, 'node_modules', '.bin', program);
  try {
    const output = await runCommand(file, args, {
      cwd: projectRoot,
      env,
      signal: AbortSignal.any([signal, limit]),
    });
    return { exitCode: 0, output };
  } catch (error) {
    if (error.name === 'CommandFailure') return { exitCode: error.code ?? 1, output: error.output };
    if (limit.aborted && !signal.aborted)
      return { exitCode: 1, output: `It was still running after ${minutes} minutes and has been ended.` };
    if (error.code === 'ENOENT') return { exitCode: 1, output: `${file} does not exist.` };
    throw error;
  }
}

async function runCommandStage(stage, context) {
  const { exitCode, output } = await finish(stage, stage.run, context);
  return exitCode === 0
    ? outcome({ passed: 1 })
    : outcome({ failed: 1, failures: [stage.name], output: tailOf(output, TAIL_LINES) });
}

async function runBuildStage(stage, context) {
  const quiet = { step: (title, work) => work(() => {}), say: context.progress.say.bind(context.progress) };
  try {
    await withProjectLock({ ...context, progress: quiet }, () =>
      build({ ...context, root: projectRoot, progress: quiet }),
    );
    return outcome({ passed: 1 });
  } catch (error) {
    if (error.name !== 'SetupFailure') throw error;
    return outcome({ failed: 1, failures: [stage.name], output: error.details ?? error.message });
  }
}

async function runJestStage(stage, context) {
  const file = path.join(context.temporary, `jest-${stage.name}.json`);
  const jest = path.join('node_modules', 'jest', 'bin', 'jest.js');
  const args = [
    '--selectProjects',
    stage.project,
    '--ci',
    // a handle that a broken test left open must not turn its failure into a silence
    '--forceExit',
    '--json',
    '--outputFile',
    file,
    `--maxWorkers=${stage.workers}`,
  ];
  const cache = ['--cacheDirectory', path.join(cacheFolder, 'jest')];
  const { exitCode, output } = await finish(stage, ['node', jest, ...args, ...cache], {
    ...context,
    env: { ...context.env, NODE_ENV: 'test' },
  });
  if (!fs.existsSync(file))
    return outcome({ failed: 1, failures: [stage.name], output: tailOf(output, TAIL_LINES) });
  const result = jestOutcome(JSON.parse(fs.readFileSync(file, 'utf8')), exitCode);
  return result.failed > 0 && !result.output ? { ...result, output: tailOf(output, TAIL_LINES) } : result;
}

async function runNodeStage(stage, context) {
  const inFolder = (folder) => (file) => file.startsWith(folder + path.sep);
  const all = filesBelow(projectRoot, [stage.folder]).filter((file) => file.endsWith('.test.mjs'));
  const files = stage.except ? all.filter((file) => !inFolder(stage.except)(file)) : all;
  if (files.length === 0)
    return outcome({
      failed: 1,
      failures: [`${stage.name}: no test files`],
      output: `There are no test files below ${stage.folder}.`,
    });
  const { exitCode, output } = await finish(
    stage,
    ['node', '--test', '--test-concurrency=1', '--test-reporter=tap', ...files],
    context,
  );
  const result = tapOutcome(output, exitCode);
  return { ...result, output: tailOf(result.output, 2 * TAIL_LINES) };
}

export const STAGE_KINDS = {
  command: runCommandStage,
  build: runBuildStage,
  jest: runJestStage,
  node: runNodeStage,
};
