import { createInstallation, logIn } from './bench-installation.mjs';
import { cpuPerRequest } from './cpu-per-request.mjs';
import { printTable } from './figures.mjs';
import { ServerProcess } from './server-process.mjs';

const PLAN = { rounds: 5, requests: 6_000, warmUp: 3_000 };

/**
 * Processor time of the server for one `GET /auth/me`, with authentication, rate limit, one SELECT, headers and log line on
 * our side.
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
    const headers = { Authorization: `Bearer ${token}` };
    const asked = servers.map((server) => ({
      name: server.name,
      process: server,
      url: `${server.url}/api/v1/auth/me`,
      headers,
    }));
    printTable('CPU per GET /auth/me', 'us', await cpuPerRequest(asked, PLAN), BASELINES[0][0]);
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
