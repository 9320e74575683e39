import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { fillCatalogue } from '../catalogue/fill-catalogue.mjs';

const USERS = 8;

/** Users, and what they have uploaded in the course of time. Bytes and work in hand are not theirs: nobody is to work on it. */
export async function populate({ url, databaseUrl, videos }) {
  const users = [];
  for (let user = 0; user < USERS; user += 1) users.push(await register(url));
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    await fillCatalogue((sql) => rowsOf(client, sql), videos);
    await client.query(
      `DELETE FROM videos WHERE deleted_at IS NOT NULL OR status NOT IN ('completed', 'failed')`,
    );
    await client.query(
      `UPDATE videos SET owner_id = ($1::uuid[])[1 + (hashtext(id::text) & 2147483647) % cardinality($1::uuid[])]`,
      [users.map(({ id }) => id)],
    );
    await client.query('VACUUM ANALYZE videos');
    for (const user of users) user.videos = await videosOf(client, user);
    return users;
  } finally {
    await client.end();
  }
}

async function rowsOf(client, sql) {
  return (await client.query(sql)).rows;
}

async function videosOf(client, { id }) {
  const { rows } = await client.query(
    `SELECT id FROM videos WHERE owner_id = $1 AND status = 'completed' ORDER BY id`,
    [id],
  );
  return rows.map((row) => row.id);
}

async function register(url) {
  const body = { email: `${randomBytes(8).toString('hex')}@example.org`, password: 'a password for benches' };
  const answer = await fetch(`${url}/api/v1/auth/register`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (answer.status !== 201) throw new Error(`registration answered ${answer.status}`);
  const { user, access_token: token } = await answer.json();
  return { id: user.id, token, email: body.email, password: body.password };
}
