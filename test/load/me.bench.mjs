import autocannon from 'autocannon';
import { createInstallation, logIn } from './bench-installation.mjs';
import { printTable } from './figures.mjs';
import { ServerProcess } from './server-process.mjs';

const ROUNDS = 5;
const REQUESTS_A_ROUND = 6_000;
const WARM_UP_REQUESTS = 3_000;
const CONNECTIONS = 16;

/**
 * Processor time of the server for one `GET /auth/me`, with authentication, rate limit, one SELECT, headers and log line on
 * our side. Rounds are interleaved, so that a machine that gets slower does so for all of them.
 */
export async function run() {
  const installation = await createInstallation();
  const servers = [];
  try {
    const product = await ServerProcess.start('Framegate', 'dist/src/main.js', installation.env);
    servers.push(product);
    const { access_token: token, user } = await logIn(product.url, installation.env);
    const env = { ...installation.env, BENCH_BODY: JSON.stringify(user), BENCH_USER_ID: user.id };
    for (const [name, file] of BASELINES)
      servers.push(await ServerProcess.start(name, `test/load/servers/${file}`, env));
    printTable('CPU per GET /auth/me', 'us', await measure(servers, token), BASELINES[0][0]);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await installation.remove();
  }
}

const BASELINES = [
  ['bare node:http, same bytes', 'bare-http.cjs'],
  ['bare Nest app, same bytes', 'bare-nest.cjs'],
  ['bare node:http + pg, one SELECT', 'bare-http-pg.cjs'],
];

async function measure(servers, token) {
  const samples = new Map(servers.map(({ name }) => [name, []]));
  for (const server of servers) await load(server, token, WARM_UP_REQUESTS);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const server of servers) {
      const before = server.cpuMicros();
      await load(server, token, REQUESTS_A_ROUND);
      samples.get(server.name).push((server.cpuMicros() - before) / REQUESTS_A_ROUND);
    }
  }
  return samples;
}

async function load({ name, url }, token, amount) {
  const result = await autocannon({
    url: `${url}/api/v1/auth/me`,
    connections: CONNECTIONS,
    amount,
    headers: { Authorization: `Bearer ${token}` },
  });
  if (result['2xx'] !== amount)
    throw new Error(`${name}: ${amount - result['2xx']} of ${amount} requests failed`);
}
