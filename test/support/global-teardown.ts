import { Client } from 'pg';
import { testServers } from './servers';
import { templateName } from './template-name';

/** A server that was given keeps nothing of ours. */
export default async function globalTeardown(): Promise<void> {
  const endChecker = Reflect.get(globalThis, 'endInvariantChecker') as (() => void) | undefined;
  endChecker?.();
  const client = new Client({ connectionString: testServers().databaseUrl });
  await client.connect();
  await client.query(`DROP DATABASE IF EXISTS ${templateName()} WITH (FORCE)`);
  await client.end();
}
