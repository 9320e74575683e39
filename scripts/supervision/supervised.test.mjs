import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { identify, isAlive, readRecord } from '../setup/processes.mjs';
import { endOrphan, Supervised } from './supervised.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scripts-test-'));
after(() => fs.rmSync(folder, { recursive: true }));

function program(name, code = 'setInterval(() => {}, 1000)') {
  const recordFile = path.join(folder, `${name}.json`);
  return {
    name,
    label: name,
    log: path.join(folder, `${name}.log`),
    recordFile,
    readyWithinMs: 5_000,
    stopSignals: [['SIGTERM', 5_000]],
    spawn: () => spawn(process.execPath, ['-e', code], { detached: true, stdio: 'ignore' }),
    isReady: async () => true,
  };
}

async function until(condition) {
  const deadline = Date.now() + 10_000;
  while (!condition()) {
    assert.ok(Date.now() < deadline, 'the condition did not come true in time');
    await delay(20);
  }
}

test('one that dies is started again, and one that is stopped is not', async () => {
  const notices = [];
  const subject = program('dies');
  const supervised = new Supervised(subject, { onNotice: (text) => notices.push(text) });
  await supervised.start();
  const first = readRecord(subject.recordFile);
  process.kill(first.pid, 'SIGKILL');
  await until(() => notices.length === 2);
  assert.deepEqual(notices, [
    'dies ended unexpectedly (signal SIGKILL); starting it again.',
    'dies is back.',
  ]);
  const second = readRecord(subject.recordFile);
  assert.notEqual(second.pid, first.pid);
  await supervised.stop();
  assert.equal(isAlive(second), false);
  assert.equal(fs.existsSync(subject.recordFile), false);
});

test('one that dies again and again is given up', async () => {
  const given = [];
  const supervised = new Supervised(program('loops', 'setTimeout(() => process.exit(7), 150)'), {
    onGiveUp: (text) => given.push(text),
  });
  await supervised.start();
  const deadline = Date.now() + 30_000;
  while (given.length === 0 && Date.now() < deadline) await delay(50);
  assert.match(given[0], /^loops ended 5 times within a minute \(the last time: exit code 7\)/);
  await supervised.stop();
});

test('a first start that fails is told, with the log to look at', async () => {
  const subject = { ...program('fails', 'process.exit(2)'), isReady: async () => false };
  await assert.rejects(
    new Supervised(subject).start(),
    /fails ended before it was ready \(exit code 2\); its log is .*fails\.log/,
  );
});

test('one that outlived its supervisor is adopted, or ended', async () => {
  const subject = program('outlives');
  const earlier = new Supervised(subject);
  await earlier.start();
  const record = readRecord(subject.recordFile);
  const later = new Supervised({ ...subject, spawn: () => assert.fail('it is running already') });
  await later.start({ adopt: true });
  assert.deepEqual(identify(record.pid).startTime, record.startTime);
  await Promise.all([later.stop(), earlier.stop()]);
  assert.equal(isAlive(record), false);
  assert.equal(await endOrphan(subject), false);
});
