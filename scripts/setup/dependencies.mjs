import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { runCommand, tailOf } from './commands.mjs';
import { SetupFailure } from './failure.mjs';

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** What must be installed for this lockfile on this kind of machine. */
export function fingerprint(lockfileText) {
  return createHash('sha256')
    .update(lockfileText)
    .update(`\n${process.platform}-${process.arch}`)
    .digest('hex');
}

/** True when npm's own record of node_modules has every package that the lockfile demands, in that version. */
export function isInstalled(lockfile, installed) {
  if (!lockfile?.packages || !installed?.packages) return false;
  return Object.entries(lockfile.packages).every(([place, wanted]) => {
    if (!place || wanted.link) return true;
    const present = installed.packages[place];
    return present ? present.version === wanted.version : Boolean(wanted.optional || wanted.devOptional);
  });
}

function npmCommand(env) {
  return env.npm_execpath && /npm-cli\.c?js$/.test(env.npm_execpath)
    ? [process.execPath, [env.npm_execpath]]
    : ['npm', []];
}

async function npmCi(root, env, signal) {
  const [file, prefix] = npmCommand(env);
  // --include=dev: the build needs them, also where NODE_ENV=production would leave them out
  const args = [...prefix, 'ci', '--include=dev', '--ignore-scripts', '--no-audit', '--no-fund'];
  try {
    await runCommand(file, args, { cwd: root, env, signal });
  } catch (error) {
    if (error.code === 'ENOENT')
      throw new SetupFailure(
        'npm was not found on PATH: install it (it comes with Node) and run the command again.',
      );
    if (error.name !== 'CommandFailure') throw error;
    throw new SetupFailure(
      'The npm packages could not be installed (`npm ci`): mend what npm says and run the command again.',
      {
        details: tailOf(error.output, 15),
      },
    );
  }
}

/** Installs the npm packages when, and only when, the lockfile is not the one they were installed from. */
export async function installDependencies({ root, env, progress, signal }) {
  const lockfile = path.join(root, 'package-lock.json');
  if (!fs.existsSync(lockfile))
    throw new SetupFailure('package-lock.json is missing: this is not a whole copy of the project.');
  const modules = path.join(root, 'node_modules');
  const stamp = path.join(modules, '.framegate-installed');
  const wanted = fingerprint(fs.readFileSync(lockfile, 'utf8'));
  if (fs.existsSync(stamp) && fs.readFileSync(stamp, 'utf8') === wanted) return false;
  // somebody may have run `npm install` by hand: then there is nothing to do
  if (isInstalled(readJson(lockfile), readJson(path.join(modules, '.package-lock.json')))) {
    fs.writeFileSync(stamp, wanted);
    return false;
  }
  await progress.step('Installing npm packages', () => npmCi(root, env, signal));
  fs.writeFileSync(stamp, wanted);
  return true;
}
