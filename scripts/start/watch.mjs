import { setTimeout as delay } from 'node:timers/promises';
import { build, buildInputs } from '../setup/build.mjs';
import { changeMark } from '../setup/folder-hash.mjs';
import { migrate } from './migration.mjs';
import { withProjectLock } from './provision.mjs';

const POLL_MS = 1_000;

async function rebuild({ supervisor, ...context }) {
  const { progress, signal } = context;
  try {
    const changed = await withProjectLock(context, () => build(context));
    if (!changed) return;
    await migrate(context);
    await progress.step('Restarting the API and the worker', () => supervisor.restartApplication({ signal }));
  } catch (error) {
    if (signal.aborted) return;
    if (error.details) progress.say(error.details);
    progress.say(`${error.message} Waiting for the next change.`);
  }
}

/** Asks the files rather than the kernel: recursive watching differs from one system to the next. */
export async function rebuildOnChange(context) {
  const mark = () => changeMark(context.root, buildInputs(context.root));
  let last = mark();
  while (!context.signal.aborted) {
    await delay(POLL_MS);
    const now = mark();
    if (now === last) continue;
    last = now;
    await rebuild(context);
  }
}
