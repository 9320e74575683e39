import { createInstallation } from './bench-installation.mjs';
import { printTable } from './figures.mjs';
import { ServerProcess } from './server-process.mjs';

const ROUNDS = 7;

const SERVERS = [
  ['bare node:http', 'test/load/servers/bare-http.cjs'],
  ['bare Nest app', 'test/load/servers/bare-nest.cjs'],
  ['Framegate', 'dist/src/main.js'],
];

/** From exec to listening. */
export async function run() {
  const installation = await createInstallation();
  const env = { ...installation.env, BENCH_BODY: '{}' };
  const samples = new Map(SERVERS.map(([name]) => [name, []]));
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const [name, file] of SERVERS) {
        const server = await ServerProcess.start(name, file, env);
        samples.get(name).push(server.coldStartMs);
        await server.stop();
      }
    }
    printTable('Cold start', 'ms', samples, 'bare Nest app');
  } finally {
    await installation.remove();
  }
}
