import fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { Interrupted } from '../setup/failure.mjs';
import { Lock } from '../setup/lock.mjs';

/** The data folder, which the account that runs PostgreSQL for root must be able to pass through. */
export function makeDataFolder(dataFolder) {
  if (fs.existsSync(dataFolder)) return;
  fs.mkdirSync(dataFolder, { recursive: true });
  fs.chmodSync(dataFolder, process.getuid?.() === 0 ? 0o711 : 0o700);
}

/**
 * The lock of one data folder. Resolves to undefined when it is ours now, or to the address of the Framegate that runs
 * on it already. One that is just starting or stopping is waited for.
 */
export async function becomeTheInstance(lock, { progress, signal }) {
  let told = '';
  while (!lock.tryAcquire({ phase: 'starting' })) {
    const holder = lock.holder();
    if (holder?.phase === 'running') return holder;
    if (holder && told !== holder.phase) {
      told = holder.phase;
      progress.say(
        `Another Framegate (pid ${holder.pid}) is just ${told} on this data folder; waiting for it.`,
      );
    }
    if (signal.aborted) throw new Interrupted();
    await delay(300);
  }
  return undefined;
}

export function instanceLock(dataFolder) {
  return new Lock(path.join(dataFolder, 'run', 'supervisor.json'));
}
