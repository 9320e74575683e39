import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fingerprint, isInstalled } from './dependencies.mjs';
import { allowListed, passwordsIn, redact } from './environment.mjs';
import { addressIn } from './external-servers.mjs';
import { meetsFloor } from './node-floor.mjs';
import { connectableHost, originOf } from './ports.mjs';
import { startTimeFromStat } from './processes.mjs';
import { seconds } from './progress.mjs';
import { accountFrom } from './service-account.mjs';
import { isAtLeast, newestFirst, TOOLS, versionIn } from './tools.mjs';
import { installHint } from './toolchain.mjs';

test('the Node floor is compared as numbers', () => {
  assert.equal(meetsFloor('20.19.0'), true);
  assert.equal(meetsFloor('v22.1.0'), true);
  assert.equal(meetsFloor('20.9.0'), false);
  assert.equal(meetsFloor('18.20.0'), false);
});

test('a start time is told from what surrounds it, and a zombie has none', () => {
  const after = (state) => `42 (odd ) name) ${state} 1 ${'0 '.repeat(17)}777 0 0`;
  assert.equal(startTimeFromStat(after('S'), 'boot'), 'boot:777');
  assert.equal(startTimeFromStat(after('Z'), 'boot'), undefined);
});

test('tests see what is listed and nothing else', () => {
  const seen = allowListed({
    PATH: '/bin',
    HTTPS_PROXY: 'p',
    no_proxy: 'n',
    npm_config_registry: 'r',
    NODE_EXTRA_CA_CERTS: 'c',
    TEST_DATABASE_URL: 't',
    TEST_S3_ENDPOINT: 't',
    TEST_S3_SECRET_ACCESS_KEY: 't',
    DATABASE_URL: 'd',
    AWS_ACCESS_KEY_ID: 'a',
    SECRET_KEY: 's',
    NODE_ENV: 'production',
  });
  assert.deepEqual(Object.keys(seen).sort(), [
    'HTTPS_PROXY',
    'NODE_EXTRA_CA_CERTS',
    'PATH',
    'TEST_DATABASE_URL',
    'TEST_S3_ENDPOINT',
    'TEST_S3_SECRET_ACCESS_KEY',
    'no_proxy',
    'npm_config_registry',
  ]);
});

test('passwords are hidden as they are written and as they are meant', () => {
  const secrets = passwordsIn(['postgresql://me:p%40ss@host/db', undefined, 'not a url']);
  assert.equal(redact('p%40ss and p@ss', secrets), '*** and ***');
});

test('an address is read from a connection URL', () => {
  const rules = { protocols: ['postgres:', 'postgresql:'], defaultPort: 5432 };
  assert.deepEqual(addressIn('DATABASE_URL', 'postgres://u:p@db/x', rules), { host: 'db', port: 5432 });
  assert.deepEqual(addressIn('DATABASE_URL', 'postgres://u:p@[::1]:6000/x', rules), {
    host: '::1',
    port: 6000,
  });
  assert.equal(addressIn('DATABASE_URL', 'postgresql:///x?host=/run/pg', rules), undefined);
  const web = { protocols: ['http:', 'https:'] };
  assert.deepEqual(addressIn('TEST_S3_ENDPOINT', 'http://store', web), { host: 'store', port: 80 });
  assert.deepEqual(addressIn('TEST_S3_ENDPOINT', 'https://store', web), { host: 'store', port: 443 });
  assert.throws(
    () => addressIn('DATABASE_URL', 'mysql://u:secret@db/x', rules),
    (error) => !error.message.includes('secret'),
  );
});

test('a server told to listen everywhere is asked on loopback', () => {
  assert.equal(connectableHost('0.0.0.0'), '127.0.0.1');
  assert.equal(originOf('::', 3000), 'http://[::1]:3000');
  assert.equal(originOf('10.0.0.7', 80), 'http://10.0.0.7:80');
});

test('PostgreSQL is run for root by its own account, else by nobody', () => {
  const passwd = 'root:x:0:0::/root:/bin/sh\nnobody:x:65534:65534::/:/bin/false\n';
  assert.equal(accountFrom(passwd).name, 'nobody');
  assert.deepEqual(accountFrom(`${passwd}postgres:x:105:110::/:/bin/sh`), {
    name: 'postgres',
    uid: 105,
    gid: 110,
  });
  assert.equal(accountFrom('root:x:0:0::/:/bin/sh'), undefined);
});

test('versions are read and compared as numbers', () => {
  assert.deepEqual(
    versionIn('postgres (PostgreSQL) 15.18 (Debian 15.18-0)', TOOLS.postgres.version),
    [15, 18],
  );
  assert.deepEqual(versionIn('Redis server v=7.0.15 sha=0', TOOLS.redis.version), [7, 0]);
  assert.deepEqual(versionIn('ffmpeg version n6.1.1 Copyright', TOOLS.ffmpeg.version), [6, 1]);
  assert.equal(isAtLeast([10, 0], [9, 6]), true);
  assert.equal(isAtLeast([6, 0], [6, 2]), false);
  assert.deepEqual(newestFirst(['9.6', '15', '16']), ['16', '15', '9.6']);
});

test('where packages cannot be fetched, the sentence names the command to run', () => {
  assert.match(installHint(TOOLS.redis, { PATH: '' }), /install it, see that redis-server/);
});

test('what npm installed by hand is recognised', () => {
  const lockfile = {
    packages: {
      '': {},
      'node_modules/a': { version: '1.0.0' },
      'node_modules/other-platform': { version: '1.0.0', optional: true },
    },
  };
  assert.equal(isInstalled(lockfile, { packages: { 'node_modules/a': { version: '1.0.0' } } }), true);
  assert.equal(isInstalled(lockfile, { packages: { 'node_modules/a': { version: '0.9.0' } } }), false);
  assert.equal(isInstalled(lockfile, undefined), false);
  assert.notEqual(fingerprint('one'), fingerprint('two'));
});

test('a time is said in the unit a person would use', () => {
  assert.equal(seconds(1_240), '1.2 s');
  assert.equal(seconds(61_000), '1 min 1 s');
});
