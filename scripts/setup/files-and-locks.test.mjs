import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, test } from 'node:test';
import { withDotEnv } from './environment.mjs';
import { contentHash, filesBelow } from './folder-hash.mjs';
import { Lock } from './lock.mjs';
import { rotateLog } from './log-files.mjs';
import { freePrivatePort, isFree } from './ports.mjs';
import { keptSecret } from './private-files.mjs';
import { removeStalePidFile } from './private-postgres.mjs';
import { endProcess, identify, isAlive, writeRecord } from './processes.mjs';
import { expandFolder, libraryFolders } from './tool-search.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'scripts-test-'));
after(() => fs.rmSync(folder, { recursive: true }));
const at = (...parts) => path.join(folder, ...parts);

test('a lock is held once, and the lock of a dead holder is nobody’s', () => {
  const lock = new Lock(at('one.lock'));
  assert.equal(lock.tryAcquire({ phase: 'starting' }), true);
  assert.equal(new Lock(at('one.lock')).tryAcquire(), false);
  assert.equal(new Lock(at('one.lock')).holder().phase, 'starting');
  lock.describe({ phase: 'running' });
  assert.equal(new Lock(at('one.lock')).holder().phase, 'running');
  lock.release();
  writeRecord(at('one.lock'), { ...identify(process.pid), startTime: 'another boot:1' });
  assert.equal(new Lock(at('one.lock')).holder(), undefined);
  assert.equal(lock.tryAcquire(), true);
  lock.release();
  assert.equal(fs.existsSync(at('one.lock')), false);
});

test('a process is ended by pid and start time, and only by both', async () => {
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { detached: true });
  const identity = identify(child.pid);
  await endProcess({ ...identity, startTime: 'somebody else' });
  assert.equal(isAlive(identity), true);
  await endProcess(identity, [['SIGTERM', 5_000]]);
  assert.equal(isAlive(identity), false);
});

test('a secret is made once and readable by its owner only', () => {
  const secret = keptSecret(at('secrets', 'one'));
  assert.equal(keptSecret(at('secrets', 'one')), secret);
  assert.equal(fs.statSync(at('secrets', 'one')).mode & 0o777, 0o600);
});

test('.env adds to the environment and never overrides it', () => {
  fs.writeFileSync(at('.env'), 'PORT=1\nNAME="two words" # comment\n');
  assert.deepEqual(withDotEnv({ PORT: '2' }, folder), { PORT: '2', NAME: 'two words' });
});

test('the hash follows content and names', () => {
  fs.mkdirSync(at('sources', 'deep'), { recursive: true });
  fs.writeFileSync(at('sources', 'deep', 'a.ts'), '1');
  const hash = () => contentHash(folder, filesBelow(folder, ['sources', 'absent']));
  const before = hash();
  assert.equal(hash(), before);
  fs.renameSync(at('sources', 'deep', 'a.ts'), at('sources', 'deep', 'b.ts'));
  assert.notEqual(hash(), before);
});

test('a log is rotated when it is long, and one older file is kept', () => {
  fs.writeFileSync(at('api.log'), 'x'.repeat(100));
  assert.equal(rotateLog(at('api.log'), 100), false);
  assert.equal(rotateLog(at('api.log'), 99), true);
  assert.equal(fs.existsSync(at('api.log.1')), true);
});

test('a private port is free and outside the range of outgoing connections', async () => {
  const port = await freePrivatePort();
  assert.ok(port >= 20_000 && port < 32_000);
  assert.equal(await isFree(port, '127.0.0.1'), true);
});

test('versioned folders come newest first, and libraries one level deeper are found', () => {
  for (const version of ['9.6', '15', '16'])
    fs.mkdirSync(at('usr/lib/postgresql', version, 'bin'), { recursive: true });
  assert.deepEqual(
    expandFolder('/usr/lib/postgresql/*/bin', folder),
    ['16', '15', '9.6'].map((version) => at('usr/lib/postgresql', version, 'bin')),
  );
  fs.mkdirSync(at('usr/lib/x86_64-linux-gnu/blas'), { recursive: true });
  fs.writeFileSync(at('usr/lib/x86_64-linux-gnu/blas/libblas.so.3'), '');
  fs.mkdirSync(at('usr/lib/x86_64-linux-gnu/perl'));
  assert.deepEqual(libraryFolders(folder), [
    at('usr/lib'),
    at('usr/lib/x86_64-linux-gnu'),
    at('usr/lib/x86_64-linux-gnu/blas'),
  ]);
});

test(
  'a stale PostgreSQL pid file goes, one that a living server of ours wrote stays',
  { skip: process.platform !== 'linux' },
  () => {
    fs.writeFileSync(at('postmaster.pid'), '4242\n');
    removeStalePidFile(folder, () => `postgres\0-D\0${folder}`);
    assert.equal(fs.existsSync(at('postmaster.pid')), true);
    removeStalePidFile(folder, () => 'somebody else');
    assert.equal(fs.existsSync(at('postmaster.pid')), false);
  },
);
