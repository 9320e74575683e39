import { createRequire } from 'node:module';
import fs from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../setup/project.mjs';
import { recordOf } from './running-framegate.mjs';

/** One statement on the private database of a running clone. */
export async function query(clone, statement) {
  const { Client } = createRequire(path.join(projectRoot, 'package.json'))('pg');
  const password = fs
    .readFileSync(path.join(clone.dataFolder, 'secrets', 'postgres-application'), 'utf8')
    .trim();
  const client = new Client({
    host: '127.0.0.1',
    port: recordOf(clone, 'postgres').port,
    user: 'framegate',
    database: 'framegate',
    password,
  });
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}
