'use strict';

const { existsSync, rmSync, writeFileSync } = require('node:fs');

const LEAST_MS = 5_000;

/**
 * For `node --require`. From SIGUSR2 on, and where a crash point would have killed it, the process is in a loop of its own, as
 * after a bug: it hears nothing and renews nothing, for five seconds at least and until the file BUSY_UNTIL is there.
 */
function standStill() {
  const until = process.env.BUSY_UNTIL;
  writeFileSync(`${until}.begun`, '');
  const earliest = performance.now() + LEAST_MS;
  while (performance.now() < earliest || !existsSync(until));
  rmSync(until);
  rmSync(`${until}.begun`);
}

process.on('SIGUSR2', standStill);

const kill = process.kill.bind(process);
process.kill = (pid, signal) => {
  if (pid !== process.pid || signal !== 'SIGKILL') return kill(pid, signal);
  standStill();
  return true;
};
