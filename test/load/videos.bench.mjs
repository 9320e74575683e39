import { createRequire } from 'node:module';
import { createInstallation, register } from './bench-installation.mjs';
import { ownCatalogue } from './catalogue/own-catalogue.mjs';
import { recordedStatements } from './catalogue/recorded-statements.mjs';
import { cpuPerRequest } from './cpu-per-request.mjs';
import { median, printTable, printVerdicts } from './figures.mjs';
import { ServerProcess } from './server-process.mjs';

const require = createRequire(import.meta.url);
const { toOrder, toWishes } = require('../../dist/src/modules/videos/http/to-video-list.js');

const VIDEOS = 20_000;
const PLAN = { rounds: Number(process.env.BENCH_ROUNDS ?? 5), requests: 2_000, warmUp: 2_000 };
const POOL_SIZE = '20';
const BARE = 'bare node:http + pg';
const BARE_AS_SENT = 'bare, the statements as sent';
// What is answered without a statement is no match for who has to ask one: see caches.bench.mjs.
const UNCACHED = { CACHE_VIDEO_METADATA: 'off', CACHE_VIDEO_LISTS: 'off' };
const LIST = { most: 1.6, goal: 1 };
const ONE = { most: 4, goal: 3 };

/**
 * Processor time of the server for what a gallery asks, beside a server that fetches the same columns of the same rows and answers
 * them as JSON; and, for comparison, beside one that runs our own statements, in which Postgres has written the JSON already.
 * Authentication, rate limit, validation, log line, headers and links are on our side alone.
 */
export async function run() {
  const installation = await createInstallation();
  const env = { ...installation.env, ...UNCACHED, DATABASE_POOL_SIZE: POOL_SIZE, BENCH_POOL_SIZE: POOL_SIZE };
  const servers = [];
  try {
    const product = await ServerProcess.start('Framegate', 'dist/src/main.js', env);
    servers.push(product);
    const { access_token: token, user } = await register(product.url);
    const [video] = await ownCatalogue(env.DATABASE_URL, user.id, VIDEOS);
    const cases = await Promise.all(casesOf(video).map((each) => recorded(each, env.DATABASE_URL, user.id)));
    const bare = await startBare(BARE, env, cases, 'asRows');
    servers.push(bare);
    const bareAsSent = await startBare(BARE_AS_SENT, env, cases, 'sent');
    servers.push(bareAsSent);
    const rows = [];
    for (const each of cases) rows.push(await measure(each, { product, bares: [bare, bareAsSent], token }));
    if (printVerdicts('CPU per request, ratio to the bare server', rows) > 0) process.exitCode = 1;
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await installation.remove();
  }
}

function startBare(name, env, cases, form) {
  const statements = Object.fromEntries(cases.map((each) => [each.path, each[form]]));
  const variables = { ...env, BENCH_STATEMENTS: JSON.stringify(statements) };
  return ServerProcess.start(name, 'test/load/servers/bare-statements.cjs', variables);
}

function casesOf({ id, etag }) {
  const one = { path: `/api/v1/videos/${id}`, ask: (videos, actor) => videos.get(actor, id), ...ONE };
  return [
    listOf('list of 20', { processing_status: 'completed', visibility: 'private' }),
    listOf('list of 20, no thumbnails', { processing_status: 'failed', visibility: 'private' }),
    listOf('list of 20, of cameras', { processing_status: 'completed', visibility: 'unlisted' }),
    { name: 'one', ...one },
    // The bare server knows no ETag: it answers the whole.
    { name: 'one, not modified', ...one, headers: { 'If-None-Match': etag }, expected: 304 },
  ];
}

function listOf(name, query) {
  const page = { style: 'page', size: 20, offset: 0, page: 1, after: null };
  return {
    name,
    path: `/api/v1/videos?${new URLSearchParams(query).toString()}`,
    ask: (videos, actor) => videos.list(actor, toWishes(query), toOrder(query), page),
    ...LIST,
  };
}

async function recorded(each, databaseUrl, userId) {
  const actor = { kind: 'user', userId, role: 'user', memberships: [] };
  const { answer, ...statements } = await recordedStatements(databaseUrl, (videos) =>
    each.ask(videos, actor),
  );
  if (answer.items !== undefined && answer.items.length !== 20)
    throw new Error(`${each.name}: ${answer.items.length} videos`);
  return { ...each, ...statements };
}

async function measure(each, { product, bares, token }) {
  const { name, path, most, goal, expected = 200 } = each;
  const headers = { Authorization: `Bearer ${token}`, ...each.headers };
  const samples = await cpuPerRequest(
    [
      { name: product.name, process: product, url: product.url + path, headers, expected },
      ...bares.map((bare) => ({
        name: bare.name,
        process: bare,
        url: bare.url + path,
        headers,
        expected: 200,
      })),
    ],
    PLAN,
  );
  printTable(`CPU per request: ${name}`, 'us', samples, BARE);
  const value = median(samples.get(product.name)) / median(samples.get(BARE));
  return { name: `${name} (goal ${goal})`, value, most };
}
