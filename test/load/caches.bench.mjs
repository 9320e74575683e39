import { generateKeyPairSync } from 'node:crypto';
import autocannon from 'autocannon';
import { createInstallation, register } from './bench-installation.mjs';
import { ownCatalogue } from './catalogue/own-catalogue.mjs';
import { median } from './figures.mjs';
import { Film } from './film.mjs';
import { Crowd } from './mixed/crowd.mjs';
import { closedLoop } from './mixed/loops.mjs';
import { populate } from './mixed/population.mjs';
import { ServerProcess } from './server-process.mjs';
import { ServersCpu } from './servers-cpu.mjs';

const VIDEOS = 20_000;
/** So few that the crowd comes back to each of them while it is kept, as it would to thousands at five hundred requests a second. */
const VIDEOS_OF_CROWD = 200;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const REQUESTS = Number(process.env.BENCH_REQUESTS ?? 1_500);
const CONNECTIONS = 16;
const CROWD = { seconds: 10, atOnce: CONNECTIONS };
const OFF = { CACHE_VIDEO_METADATA: 'off', CACHE_VIDEO_LISTS: 'off', CACHE_PLAYBACK_URLS: 'off' };

/**
 * What a cache saves where the answer is in it, and costs where it is not: processor time of the API, of its connections in
 * Postgres and of Redis, and how long an answer takes, beside a process that differs in that one setting. And what all this
 * comes to for the users of the mixed scenario, each of whom changes what the others of its own lists would have been shown.
 */
export async function run() {
  await inInstallation(async (env, cpu) => {
    const [token, videos] = await inhabit(env);
    for (const each of casesOf(videos.map(({ id }) => id)))
      await beside(env, each, (servers) => compare(each.questions, { servers, token, cpu, env }));
  });
  for (const setting of ['CACHE_VIDEO_METADATA', 'CACHE_VIDEO_LISTS'])
    await inInstallation((env, cpu) =>
      beside(env, { setting, settings: WITHOUT_LIMITS }, (servers) => compareCrowds({ servers, cpu, env })),
    );
}

async function inInstallation(work) {
  const { env, remove } = await createInstallation();
  const cpu = await ServersCpu.of(env);
  try {
    await work(env, cpu);
  } finally {
    await cpu.close();
    await remove();
  }
}

/** A process without a cache and one with it. */
async function beside(env, { setting, settings = {} }, work) {
  const without = { ...env, ...settings, ...OFF };
  const servers = [];
  try {
    for (const [name, variables] of [
      ['without', without],
      [setting, { ...without, [setting]: 'on' }],
    ])
      servers.push(await ServerProcess.start(name, 'dist/src/main.js', variables));
    await work(servers);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

async function inhabit(env) {
  const server = await ServerProcess.start('Framegate', 'dist/src/main.js', env);
  try {
    const { access_token: token, user } = await register(server.url);
    return [token, await ownCatalogue(env.DATABASE_URL, user.id, VIDEOS)];
  } finally {
    await server.stop();
  }
}

function casesOf(ids) {
  const one = (id) => `/api/v1/videos/${id}`;
  const list = (query) => `/api/v1/videos?${new URLSearchParams(query).toString()}`;
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
        {
          name: 'list of 20, again and again',
          paths: [list({ processing_status: 'completed', visibility: 'private' })],
        },
        { name: 'lists of 1 to 100, each another', paths: manyLists(list), isForgotten: true },
      ],
    },
    {
      setting: 'CACHE_PLAYBACK_URLS',
      settings: { CLOUDFRONT_DOMAIN: 'd111111abcdef8.cloudfront.net', ...newKeyPair() },
      questions: [{ name: 'a link through the CDN', paths: [`${one(ids[0])}/stream/proxy`] }],
    },
  ];
}

function newKeyPair() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return {
    CLOUDFRONT_KEY_PAIR_ID: 'K2JCJMDEHXQW5F',
    CLOUDFRONT_PRIVATE_KEY: privateKey.export({ type: 'pkcs8', format: 'pem' }),
  };
}

const WITHOUT_LIMITS = {
  AUTH_RATE_LIMIT_PER_MINUTE: '100000',
  DEFAULT_UPLOAD_QUOTA: '1000000000',
  MAX_BODIES_AT_ONCE: '100000',
};

async function compare(questions, { servers, token, cpu, env }) {
  for (const question of questions) {
    const ask = (server) => load(server, question, token);
    const before = question.isForgotten ? () => forgetAll(cpu.redis, env.REDIS_PREFIX) : undefined;
    print(question.name, await measure({ servers, cpu, before, work: ask }));
  }
}

async function compareCrowds({ servers, cpu, env }) {
  const [{ url }] = servers;
  const users = await populate({ url, databaseUrl: env.DATABASE_URL, videos: VIDEOS_OF_CROWD });
  const { clip } = Film.make();
  const crowds = new Map(servers.map((server) => [server.name, new Crowd(server.url, users, clip)]));
  const work = async ({ name }) => {
    const crowd = crowds.get(name);
    const perSecond = await closedLoop(CROWD, crowd.act);
    return { amount: perSecond * CROWD.seconds, took: (CROWD.atOnce * 1000) / perSecond };
  };
  print('the mixed scenario', await measure({ servers, cpu, work }));
  for (const server of servers) await printHits(server);
  for (const crowd of crowds.values()) {
    await crowd.deleteWhatWasMade();
    crowd.client.close();
  }
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

/** The servers take turns; the first round is for warming up. */
async function measure({ servers, cpu, before, work }) {
  const samples = new Map(servers.map(({ name }) => [name, []]));
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const server of servers) {
      await before?.();
      const start = await cpu.of(server);
      const { amount, took } = await work(server);
      const end = await cpu.of(server);
      const micros = Object.keys(end).map((of) => [of, (end[of] - start[of]) / amount]);
      if (round >= 0) samples.get(server.name).push({ ...Object.fromEntries(micros), took });
    }
  }
  return samples;
}

async function load({ name, url }, { paths, isForgotten }, token) {
  let next = 0;
  const amount = isForgotten ? paths.length : REQUESTS;
  const headers = { Authorization: `Bearer ${token}` };
  const setupRequest = (request) => ({ ...request, path: paths[next++ % paths.length] });
  const requests = [{ headers, setupRequest }];
  const { latency, statusCodeStats } = await autocannon({ url, amount, connections: CONNECTIONS, requests });
  const good = statusCodeStats['200']?.count ?? 0;
  if (good !== amount) throw new Error(`${name}: ${amount - good} of ${amount} requests failed`);
  return { amount, took: latency.average };
}

async function printHits({ name, url }) {
  const text = await (await fetch(`${url}/metrics`)).text();
  const reads = [...text.matchAll(/^cache_reads_total\{cache="(\w+)",result="(\w+)"\} (\d+)/gm)];
  for (const cache of new Set(reads.map(([, each]) => each))) {
    const count = (result) =>
      Number(reads.find(([, each, its]) => each === cache && its === result)?.[3] ?? 0);
    const [hits, all] = [count('hit'), count('hit') + count('miss') + count('away')];
    console.log(`  ${name}: ${cache} ${((hits / all) * 100).toFixed(0)} % hits of ${all} reads`);
  }
}

async function forgetAll(redis, prefix) {
  const keys = [...(await redis.keys(`${prefix}:video:*`)), ...(await redis.keys(`${prefix}:videos:*`))];
  if (keys.length > 0) await redis.unlink(...keys);
}

function print(name, samples) {
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
