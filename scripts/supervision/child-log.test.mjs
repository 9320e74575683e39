import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { LogFollower, parseLine, RepeatGuard, shortForm, showsOnTerminal } from './child-log.mjs';

test('a pino record is said in one short line', () => {
  const record = parseLine(
    '{"level":50,"time":1,"pid":2,"msg":"step failed","videoId":"v1","err":{"message":"no space","stack":"long"}}',
  );
  assert.equal(shortForm('worker', record), 'worker: error: step failed (no space) videoId=v1');
  assert.equal(showsOnTerminal(record), true);
  assert.equal(showsOnTerminal(parseLine('{"level":30,"msg":"quiet"}')), false);
});

test('plain text is shown as it is', () => {
  assert.equal(shortForm('api', parseLine('Error: boom')), 'api: Error: boom');
  assert.equal(showsOnTerminal(parseLine('Error: boom')), true);
});

test('the same message is shown once in a while, with a count', () => {
  let now = 0;
  const guard = new RepeatGuard(() => now);
  assert.equal(guard.admit('same'), 0);
  assert.equal(guard.admit('same'), undefined);
  assert.equal(guard.admit('other'), 0);
  now = 20_000;
  assert.equal(guard.admit('same'), 1);
});

test('a log is followed from its end, whole lines only, characters unbroken', () => {
  const file = path.join(fs.mkdtempSync(path.join(os.tmpdir(), 'scripts-test-')), 'a.log');
  fs.writeFileSync(file, '{"level":30,"msg":"before"}\n');
  const seen = [];
  const follower = new LogFollower(file, (record) => seen.push(record.msg));
  const line = Buffer.from('{"level":30,"msg":"grüße"}\n');
  const middle = line.indexOf(0xbc);
  fs.appendFileSync(file, line.subarray(0, middle));
  follower.readNow();
  assert.deepEqual(seen, []);
  fs.appendFileSync(file, line.subarray(middle));
  follower.stop();
  assert.deepEqual(seen, ['grüße']);
  fs.rmSync(path.dirname(file), { recursive: true });
});
