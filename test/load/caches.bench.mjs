import autocannon from 'autocannon';
import { createInstallation, register } from './bench-installation.mjs';
import { ownCatalogue } from './catalogue/own-catalogue.mjs';
import { median } from './figures.mjs';
import { ServerProcess } from './server-process.mjs';
import { ServersCpu } from './servers-cpu.mjs';

const VIDEOS = 20_000;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1_500);
const CONNECTIONS = 16;
const OFF = { CACHE_VIDEO_METADATA: 'off', CACHE_VIDEO_LISTS: 'off' };

/**
 * What a cache saves where the answer is in it, and costs where it is not: processor time of the API, of its connections in
 * Postgres and of Redis, and how long an answer takes, beside a process that differs in that one setting.
 */
export async function run() {
  const installation = await createInstallation();
  const { env } = installation;
  const servers = [];
  const start = async (name, settings) => {
    const server = await ServerProcess.start(name, 'dist/src/main.js', { ...env, ...settings });
    servers.push(server);
    return server;
  };
  const cpu = await ServersCpu.of(env);
  try {
    const without = await start('without', OFF);
    const { access_token: token, user } = await register(without.url);
    const videos = await ownCatalogue(env.DATABASE_URL, user.id, VIDEOS);
    const forget = () => forgetAll(cpu.redis, env.REDIS_PREFIX);
    for (const { setting, questions } of casesOf(videos.map(({ id }) => id))) {
      const withIt = await start(setting, { ...OFF, [setting]: 'on' });
      for (const question of questions)
        printCase(question, await measure({ question, servers: [without, withIt], token, cpu, forget }));
    }
  } finally {
    await cpu.close();
    await Promise.all(servers.map((server) => server.stop()));
    await installation.remove();
  }
}

function casesOf(ids) {
  const one = (id) => `/api/v1/videos/${id}`;
  const list = (query) => `/api/v1/videos?${new URLSearchParams(query).toString()}`;
  const gallery = list({ processing_status: 'completed', visibility: 'private' });
  return [
    {
      setting: 'CACHE_VIDEO_METADATA',
      questions: [
        { name: 'one video, again and again', paths: [one(ids[0])] },
        { name: 'one video, each another', paths: ids.slice(1, REQUESTS + 1).map(one), isForgotten: true },
      ],
    },
    {
      setting: 'CACHE_VIDEO_LISTS',
      questions: [
        { name: 'list of 20, again and again', paths: [gallery] },
        { name: 'lists of 1 to 100, each another', paths: manyLists(list), isForgotten: true },
      ],
    },
  ];
}

/** Hundreds of questions, of which each costs Postgres as much as the other of its size. */
function manyLists(list) {
  const sizes = Array.from({ length: 100 }, (_, index) => index + 1);
  const orders = ['asc', 'desc'];
  return sizes.flatMap((size) =>
    orders.flatMap((order) =>
      ['completed', 'failed'].map((status) =>
        list({ processing_status: status, sort_order: order, page_size: size }),
      ),
    ),
  );
}

async function measure({ question, servers, token, cpu, forget }) {
  const samples = new Map(servers.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const server of servers) {
      if (question.isForgotten) await forget();
      const before = await cpu.of(server);
      const took = await load(server, question, token);
      const after = await cpu.of(server);
      const amount = question.isForgotten ? question.paths.length : REQUESTS;
      const micros = Object.keys(after).map((of) => [of, (after[of] - before[of]) / amount]);
      // The first round is for warming up.
      if (round >= 0) samples.get(server.name).push({ ...Object.fromEntries(micros), took });
    }
  }
  return samples;
}

async function load({ name, url }, { paths, isForgotten }, token) {
  let next = 0;
  const amount = isForgotten ? paths.length : REQUESTS;
  const { latency, statusCodeStats } = await autocannon({
    url,
    amount,
    connections: CONNECTIONS,
    requests: [
      {
        headers: { Authorization: `Bearer ${token}` },
        setupRequest: (request) => ({ ...request, path: paths[next++ % paths.length] }),
      },
    ],
  });
  const good = statusCodeStats['200']?.count ?? 0;
  if (good !== amount) throw new Error(`${name}: ${amount - good} of ${amount} requests failed`);
  return latency.average;
}

async function forgetAll(redis, prefix) {
  const keys = [...(await redis.keys(`${prefix}:video:*`)), ...(await redis.keys(`${prefix}:videos:*`))];
  if (keys.length > 0) await redis.unlink(...keys);
}

function printCase({ name }, samples) {
  console.log(`\n${name} (CPU us a request, medians of ${ROUNDS}; ms at ${CONNECTIONS} at once)`);
  console.log(`  ${''.padEnd(24)}${['API', 'Postgres', 'Redis', 'together', 'ms'].map(cell).join('')}`);
  for (const [server, rows] of samples) {
    const of = (what) => median(rows.map(what));
    const figures = [
      of(({ api }) => api),
      of(({ postgres }) => postgres),
      of(({ redis }) => redis),
      of(({ api, postgres, redis }) => api + postgres + redis),
      of(({ took }) => took),
    ];
    console.log(`  ${server.padEnd(24)}${figures.map((figure) => cell(figure.toFixed(1))).join('')}`);
  }
}

function cell(text) {
  return text.padStart(10);
}
