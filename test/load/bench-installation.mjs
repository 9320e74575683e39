import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';

/** A migrated database and an environment for the product, made for one benchmark and removed after it. */
export async function createInstallation() {
  const { TEST_DATABASE_URL: serverUrl, TEST_REDIS_URL: redisUrl } = process.env;
  if (!serverUrl || !redisUrl)
    throw new Error('run benchmarks by `npm run test:full -- load`, which starts what they need');
  const name = `framegate_bench_${randomBytes(6).toString('hex')}`;
  await administer(serverUrl, `CREATE DATABASE ${name}`);
  const databaseUrl = Object.assign(new URL(serverUrl), { pathname: `/${name}` }).href;
  const dataFolder = mkdtempSync(path.join(tmpdir(), 'framegate-bench-'));
  const env = environment(databaseUrl, redisUrl, dataFolder);
  execFileSync(process.execPath, ['dist/src/cli.js', 'migrate'], { env });
  return {
    env,
    async remove() {
      await administer(serverUrl, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** As in production, but for limits that would measure themselves. */
function environment(databaseUrl, redisUrl, dataFolder) {
  return {
    PATH: process.env.PATH,
    NODE_ENV: 'production',
    PORT: '0',
    SECRET_KEY: randomBytes(48).toString('base64url'),
    DATABASE_URL: databaseUrl,
    REDIS_URL: redisUrl,
    REDIS_PREFIX: `bench-${randomBytes(6).toString('hex')}`,
    FRAMEGATE_DATA_DIR: dataFolder,
    ADMIN_EMAIL: 'admin@example.org',
    ADMIN_PASSWORD: 'a password for benches',
    RATE_LIMIT_PER_SECOND: '100000',
    RATE_LIMIT_BURST: '1000000',
  };
}

export function logIn(url, { ADMIN_EMAIL: email, ADMIN_PASSWORD: password }) {
  return post(`${url}/api/v1/auth/login`, { email, password });
}

/** Somebody who is no admin, logged in. */
export async function register(url) {
  const account = { email: 'ada@example.org', password: 'a password for galleries' };
  await post(`${url}/api/v1/auth/register`, account);
  return post(`${url}/api/v1/auth/login`, account);
}

async function post(url, body) {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw new Error(`${new URL(url).pathname} answered ${answer.status}`);
  return answer.json();
}

async function administer(connectionString, sql) {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
