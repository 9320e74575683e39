import fs from 'node:fs';
import path from 'node:path';
import { runCommand, tailOf } from './commands.mjs';
import { SetupFailure } from './failure.mjs';
import { contentHash, filesBelow } from './folder-hash.mjs';

const FOLDERS = ['src', 'libs', 'migrations'];
const FILES = [
  'nest-cli.json',
  'tsconfig.json',
  'tsconfig.build.json',
  '.swcrc',
  'ormconfig.ts',
  'package.json',
  'package-lock.json',
];
const MUST_EXIST = ['main.js', 'worker.js', 'cli.js'].map((name) => path.join('dist', 'src', name));

function isTest(file) {
  return /\.(test|contract)\.ts$/.test(file);
}

/** What a build is made from; a change in a test needs none. */
export function buildInputs(root) {
  return filesBelow(root, [...FILES, ...FOLDERS]).filter((file) => !isTest(file));
}

function isBuilt(root) {
  return MUST_EXIST.every((file) => fs.existsSync(path.join(root, file)));
}

async function nestBuild(root, env, signal) {
  const nest = path.join(root, 'node_modules', '@nestjs', 'cli', 'bin', 'nest.js');
  try {
    return await runCommand(process.execPath, [nest, 'build'], { cwd: root, env, signal });
  } catch (error) {
    if (error.name !== 'CommandFailure') throw error;
    throw new SetupFailure('The project could not be built.', { details: tailOf(error.output, 30) });
  }
}

/** Builds when the sources are not those of the last build. */
export async function build({ root, env, progress, signal }) {
  const stamp = path.join(root, 'dist', '.built-from');
  const hash = contentHash(root, buildInputs(root));
  const last = fs.existsSync(stamp) ? fs.readFileSync(stamp, 'utf8') : '';
  if (last === hash && isBuilt(root)) return false;
  fs.rmSync(stamp, { force: true });
  const output = await progress.step('Building', () => nestBuild(root, env, signal));
  if (!isBuilt(root)) {
    throw new SetupFailure(`The build did not write ${MUST_EXIST.join(', ')}.`, {
      details: tailOf(output, 30),
    });
  }
  fs.writeFileSync(stamp, hash);
  return true;
}
