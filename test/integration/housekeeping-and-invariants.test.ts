import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { INestApplicationContext } from '@nestjs/common';
import { newId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { Housekeeping } from '#platform/housekeeping/housekeeping';
import { Invariants } from '#platform/invariants/invariants';
import { createTestEnvironment, type TestEnvironment } from '../support/environment';
import { brokenInvariants, startApiContext, startWorker } from '../support/running-app';

/** Each breaks one promise of the platform, of accounts or of keys by hand, as a bug would. */
const BREACHES: Readonly<Record<string, readonly string[]>> = {
  'published facts are numbered without a gap up to the head': [
    `INSERT INTO outbox (id, type, subject_type, subject_id, data, position, published_at)
     SELECT gen_random_uuid(), 'test.skipped', 'test', '1', '{}', position, now()
       FROM unnest(ARRAY[1, 3]) AS position`,
    `UPDATE outbox_head SET position = 3`,
  ],
  'no fact waits for a relay longer than thirty seconds': [
    `INSERT INTO outbox (id, type, subject_type, subject_id, data, occurred_at)
     VALUES (gen_random_uuid(), 'test.forgotten', 'test', '1', '{}', now() - interval '31 seconds')`,
  ],
  'an idempotency key lives for a day at most': [
    `INSERT INTO idempotency_keys (key_hash, fingerprint, sealed_outcome, expires_at)
     VALUES ('\\x01', '\\x', '\\x', now() + interval '25 hours')`,
  ],
  'a disabled user has no live session': [
    `UPDATE users SET disabled_at = now() + interval '1 second' WHERE email = 'breach@example.org'`,
  ],
  'every session of the last days began with a refresh token': [`DELETE FROM refresh_tokens`],
  'no refresh token outlives its session': [
    `UPDATE refresh_tokens SET expires_at = now() + interval '60 days'`,
  ],
  'a key that took the place of another is of the same owner, and the other goes': [
    `INSERT INTO api_keys (id, owner_id, public_id, beginning, hash, pepper_id, name, scopes, allowed_cidrs)
     SELECT gen_random_uuid(), users.id, which, which, sha256(which::bytea), 'pepper', which, '{videos:read}', '{}'
       FROM users, unnest(ARRAY['old', 'new']) AS which`,
    `UPDATE api_keys SET replaces = (SELECT old.id FROM api_keys AS old WHERE old.name = 'old') WHERE name = 'new'`,
  ],
};

/** Where those promises are written down; other modules plant the breaches of theirs in their own tests. */
const PROMISES_OF = [
  'src/platform/invariants/platform-invariants.ts',
  'src/modules/auth/persistence/auth-invariants.ts',
  'src/modules/api-keys/persistence/api-key-invariants.ts',
];

describe('what must always hold', () => {
  let environment: TestEnvironment;
  let app: INestApplicationContext;
  let database: Database;

  beforeEach(async () => {
    environment = await createTestEnvironment();
    app = await startApiContext(environment);
    database = app.get(Database);
    await database.query(
      `WITH somebody AS (
         INSERT INTO users (id, email, password_hash) VALUES ($1, 'breach@example.org', 'none') RETURNING id
       ), session AS (
         INSERT INTO sessions (id, user_id, address, expires_at)
         SELECT gen_random_uuid(), somebody.id, '192.0.2.1', now() + interval '30 days' FROM somebody RETURNING id
       )
       INSERT INTO refresh_tokens (hash, session_id, expires_at)
       SELECT '\\x00', session.id, now() + interval '7 days' FROM session`,
      [newId()],
    );
  });

  afterEach(async () => {
    await app.close();
    await environment.remove();
  });

  it.each(Object.entries(BREACHES))('names the promise that is broken: %s', async (name, statements) => {
    expect(await brokenInvariants(app)).toEqual([]);
    for (const statement of statements) await database.query(statement);
    expect(await brokenInvariants(app)).toEqual([name]);
  });

  it('has been seen broken, each promise of it', async () => {
    const written = PROMISES_OF.flatMap((file) => [
      ...readFileSync(path.join(__dirname, '../..', file), 'utf8').matchAll(/\bname: '(.+)'/g),
    ]).map(([, name]) => name!);
    expect([...written].sort()).toEqual(Object.keys(BREACHES).sort());
    const checked = (await app.get(Invariants).check()).map(({ name }) => name);
    expect(checked).toEqual(expect.arrayContaining(written));
  });

  it('is still true after everything expired was thrown away', async () => {
    await plantOldAndNew();
    const worker = await startWorker(environment);
    await worker.get(Housekeeping).sweep();
    await worker.close();
    expect(await column('SELECT encode(key_hash, $$hex$$) AS value FROM idempotency_keys')).toEqual(['02']);
    expect(await column('SELECT subject_id AS value FROM outbox ORDER BY position')).toEqual([
      'recent',
      'newest',
    ]);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  it('is still true when two processes throw away at once', async () => {
    await plantOldAndNew();
    const workers = [await startWorker(environment), await startWorker(environment)];
    await Promise.all(workers.map((each) => each.get(Housekeeping).sweep()));
    await Promise.all(workers.map((each) => each.close()));
    expect(await column('SELECT subject_id AS value FROM outbox ORDER BY position')).toEqual([
      'recent',
      'newest',
    ]);
    expect(await brokenInvariants(app)).toEqual([]);
  });

  async function plantOldAndNew(): Promise<void> {
    await database.query(
      `INSERT INTO idempotency_keys (key_hash, fingerprint, sealed_outcome, expires_at)
       VALUES ('\\x01', '\\x', '\\x', now() - interval '1 second'), ('\\x02', '\\x', '\\x', now() + interval '1 hour')`,
    );
    await database.query(
      `INSERT INTO outbox (id, type, subject_type, subject_id, data, occurred_at, position, published_at)
       SELECT gen_random_uuid(), 'test.happened', 'test', subject, '{}', at, position, at
         FROM (VALUES ('oldest', 1, now() - interval '9 days'), ('old', 2, now() - interval '8 days'),
                      ('recent', 3, now() - interval '6 days'), ('newest', 4, now()))
           AS facts (subject, position, at)`,
    );
    await database.query('UPDATE outbox_head SET position = 4');
  }

  async function column(sql: string): Promise<string[]> {
    return (await database.rows<{ value: string }>(sql)).map(({ value }) => value);
  }
});
