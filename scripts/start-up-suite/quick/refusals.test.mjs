import assert from 'node:assert/strict';
import net from 'node:net';
import { after, test } from 'node:test';
import { freePrivatePort } from '../../setup/ports.mjs';
import { makeClone } from '../clone.mjs';
import { endAll, nothingIsLeft, RunningFramegate } from '../running-framegate.mjs';

const clone = makeClone();
after(async () => {
  await endAll(clone);
  clone.remove();
});

async function refusal(variables) {
  const framegate = new RunningFramegate(clone, variables);
  assert.equal(await framegate.exitCode, 1, framegate.output);
  await nothingIsLeft(clone);
  assert.doesNotMatch(framegate.output, /^\s+at .+:\d+:\d+\)?$/m, 'no stack');
  return framegate.output;
}

test('a database that cannot be reached is said in one sentence, without the password', async () => {
  const port = await freePrivatePort();
  const output = await refusal({ DATABASE_URL: `postgres://me:hush-hush@127.0.0.1:${port}/db` });
  assert.ok(
    output.includes(
      `PostgreSQL at 127.0.0.1:${port} (from DATABASE_URL) cannot be reached: connection refused.`,
    ),
  );
  assert.ok(!output.includes('hush-hush'));
});

test('so is a Redis', async () => {
  const port = await freePrivatePort();
  const output = await refusal({ REDIS_URL: `redis://:hush-hush@127.0.0.1:${port}` });
  assert.ok(
    output.includes(`Redis at 127.0.0.1:${port} (from REDIS_URL) cannot be reached: connection refused.`),
  );
  assert.ok(!output.includes('hush-hush'));
});

test('a port that was asked for and is taken is said, not replaced', async () => {
  const squatter = net.createServer();
  await new Promise((resolve) => squatter.listen(0, '127.0.0.1', resolve));
  const { port } = squatter.address();
  assert.ok((await refusal({ PORT: String(port) })).includes(`Port ${port} is taken by another program`));
  squatter.close();
});

test('in production no secret key is made up', async () => {
  const output = await refusal({ NODE_ENV: 'production' });
  assert.match(output, /SECRET_KEY/);
});
