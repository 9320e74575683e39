import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { makeClone } from '../clone.mjs';
import { endAll, nothingIsLeft, recordOf, RunningFramegate, until } from '../running-framegate.mjs';

const clone = makeClone();
after(async () => {
  await endAll(clone);
  clone.remove();
});

test('Ctrl-C at any moment of the start leaves nothing', async () => {
  for (const milliseconds of [300, 800, 1_300, 2_000, 3_000, 4_500]) {
    const framegate = new RunningFramegate(clone);
    await delay(milliseconds);
    framegate.pressCtrlC();
    await framegate.exitCode;
    await nothingIsLeft(clone);
  }
});

test('SIGTERM or SIGHUP to npm alone leaves nothing', async () => {
  for (const signal of ['SIGTERM', 'SIGHUP']) {
    const framegate = await new RunningFramegate(clone).running();
    process.kill(framegate.npmPid, signal);
    await nothingIsLeft(clone);
  }
});

test('what ends five times within a minute is given up, with its log named', async () => {
  const framegate = await new RunningFramegate(clone).running();
  for (let death = 1; death <= 5; death++) {
    const record = await until(() => recordOf(clone, 'worker'), 'a worker');
    process.kill(record.pid, 'SIGKILL');
    if (death < 5) await until(() => recordOf(clone, 'worker').pid !== record.pid, 'the next worker');
  }
  assert.equal(await framegate.exitCode, 1);
  assert.match(framegate.output, /The worker ended 5 times within a minute .*worker\.log/);
  await nothingIsLeft(clone);
});
