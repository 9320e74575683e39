import assert from 'node:assert/strict';
import fs from 'node:fs';
import net from 'node:net';
import path from 'node:path';
import { after, test } from 'node:test';
import { makeClone } from '../clone.mjs';
import { query } from '../database.mjs';
import { endAll, nothingIsLeft, recordOf, RunningFramegate, until } from '../running-framegate.mjs';
import { isAlive } from '../../setup/processes.mjs';

const clone = makeClone();
after(async () => {
  await endAll(clone);
  clone.remove();
});

// If somebody's servers are there already, so much the better.
function occupy(port) {
  return new Promise((resolve) => {
    const server = net.createServer().once('error', () => resolve(undefined));
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

test('it starts with the usual ports taken, says what a person needs, and Ctrl-C leaves nothing', async () => {
  const squatters = await Promise.all([5432, 6379].map(occupy));
  const framegate = await new RunningFramegate(clone).running();
  for (const squatter of squatters) squatter?.close();
  for (const text of ['/docs', '/redoc', 'First admin', clone.dataFolder, 'Ctrl-C'])
    assert.ok(framegate.output.includes(text), text);
  assert.equal(await framegate.isReady(), true);
  await query(clone, 'CREATE TABLE suite_mark (note text)');
  await query(clone, "INSERT INTO suite_mark VALUES ('still here')");

  const second = new RunningFramegate(clone);
  assert.equal(await second.exitCode, 0);
  assert.ok(second.output.includes(`already running at ${framegate.origin}`));

  framegate.pressCtrlC();
  await framegate.exitCode;
  await nothingIsLeft(clone);
});

test('secrets are readable by their owner only and never shown', async () => {
  const files = ['secret-key', 'secrets/postgres-application', 'secrets/postgres-superuser', 'secrets/redis'];
  for (const file of files)
    assert.equal(fs.statSync(path.join(clone.dataFolder, file)).mode & 0o777, 0o600, file);
});

test('the next start keeps the data; each part that is killed comes back on its own', async () => {
  const framegate = await new RunningFramegate(clone).running();
  assert.deepEqual(await query(clone, 'SELECT note FROM suite_mark'), [{ note: 'still here' }]);
  for (const [name, label] of [
    ['redis', 'Redis'],
    ['postgres', 'PostgreSQL'],
    ['api', 'The API'],
    ['worker', 'The worker'],
  ]) {
    process.kill(recordOf(clone, name).pid, 'SIGKILL');
    await framegate.says(`${label} ended unexpectedly`);
    await framegate.says(`${label} is back.`);
  }
  await until(() => framegate.isReady(), 'ready again');
  assert.deepEqual(await query(clone, 'SELECT note FROM suite_mark'), [{ note: 'still here' }]);
});

test('after kill -9 of the supervisor the next start takes over', async () => {
  const before = Object.fromEntries(
    ['supervisor', 'postgres', 'redis', 'api', 'worker'].map((name) => [name, recordOf(clone, name)]),
  );
  process.kill(before.supervisor.pid, 'SIGKILL');
  const framegate = await new RunningFramegate(clone).running();
  assert.equal(await framegate.isReady(), true);
  assert.equal(recordOf(clone, 'postgres').pid, before.postgres.pid, 'a living PostgreSQL is used again');
  assert.equal(recordOf(clone, 'redis').pid, before.redis.pid, 'a living Redis is used again');
  assert.equal(isAlive(before.api) || isAlive(before.worker), false, 'the orphans are gone');
  process.kill(recordOf(clone, 'supervisor').pid, 'SIGTERM');
  assert.equal(await framegate.exitCode, 0);
  await nothingIsLeft(clone);
});
