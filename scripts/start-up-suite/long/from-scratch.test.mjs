import assert from 'node:assert/strict';
import fs from 'node:fs';
import { test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { openFolderOf } from '../../setup/project.mjs';
import { makeClone } from '../clone.mjs';
import { endAll, nothingIsLeft, RunningFramegate } from '../running-framegate.mjs';

const INSTALL_MS = 9 * 60_000;

async function stop(framegate, clone) {
  framegate.pressCtrlC();
  await framegate.exitCode;
  await nothingIsLeft(clone);
}

test('from bare files to a running Framegate; Ctrl-C while npm installs leaves nothing', async () => {
  const clone = makeClone({ built: false });
  try {
    const cutOff = new RunningFramegate(clone);
    await delay(4_000);
    await stop(cutOff, clone);
    const framegate = await new RunningFramegate(clone).running(INSTALL_MS);
    // a machine with all packages in npm's cache may have installed them before the Ctrl-C
    assert.match(cutOff.output + framegate.output, /Installing npm packages/);
    assert.match(cutOff.output + framegate.output, /Building/);
    await stop(framegate, clone);
    const again = await new RunningFramegate(clone).running();
    assert.doesNotMatch(again.output, /Installing|Building/);
    await stop(again, clone);
  } finally {
    await endAll(clone);
    clone.remove();
  }
});

test('it runs where others may not enter', async () => {
  const clone = makeClone({ parentMode: 0o700 });
  const outside = openFolderOf(clone.dataFolder);
  try {
    await stop(await new RunningFramegate(clone).running(), clone);
    const again = await new RunningFramegate(clone).running();
    assert.doesNotMatch(again.output, /Creating the database/, 'the database is found again');
    if (process.getuid() === 0) assert.ok(again.output.includes(outside), 'and root is told where it is');
    await stop(again, clone);
  } finally {
    await endAll(clone);
    clone.remove();
    fs.rmSync(outside, { recursive: true, force: true });
  }
});
