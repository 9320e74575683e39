/**
 * The mixed scenario for k6 1.0 or later, against any installation:
 *
 *   k6 run -e BASE_URL=https://video.example.org -e EMAIL=... -e PASSWORD=... -e CLIP=/path/to/small.mp4 test/load/mixed.k6.js
 *
 * TOKEN (an access token or an API key) in place of EMAIL and PASSWORD; PROFILE (load), RATE (500), STRETCH (1). The user needs
 * videos that can be played, a quota, and a rate limit above RATE. What is made is deleted only as the scenario deletes.
 */
import exec from 'k6/execution';
import http from 'k6/http';
import { Counter, Rate, Trend } from 'k6/metrics';
import { operationTable } from './mixed/operation-table.mjs';
import { OPERATIONS, isRefusal, operationOfTurn } from './mixed/operations.mjs';
import { PROFILES, isJudgedAt, stretched } from './mixed/profiles.mjs';
import { THRESHOLDS } from './mixed/thresholds.mjs';

const { BASE_URL = 'http://127.0.0.1:3000', PROFILE = 'load', RATE = '500', STRETCH = '1' } = __ENV;
const { TOKEN, EMAIL, PASSWORD, CLIP } = __ENV;
if (CLIP === undefined) throw new Error('CLIP names a small film, an mp4, that is uploaded again and again');
if (!(PROFILE in PROFILES)) throw new Error(`PROFILE is one of ${Object.keys(PROFILES).join(', ')}`);

const clip = open(CLIP, 'b');
const profile = stretched(PROFILES[PROFILE], Number(STRETCH));
const perSecond = (times) => Math.round(times * Number(RATE));

const took = new Trend('operation_duration', true);
const errors = new Rate('operation_errors');
const broken = new Counter('operation_broken');

const ofJudged = (operation) => `operation_duration{operation:${operation},judged:yes}`;

export const options = {
  scenarios: {
    mixed: {
      executor: 'ramping-arrival-rate',
      exec: 'takeTurn',
      startRate: perSecond(profile.start),
      timeUnit: '1s',
      preAllocatedVUs: 100,
      maxVUs: 2000,
      stages: profile.stages.map(({ seconds, to }) => ({ duration: `${seconds}s`, target: perSecond(to) })),
    },
  },
  thresholds: {
    ...Object.fromEntries(
      Object.keys(OPERATIONS).map((name) => [
        ofJudged(name),
        name in THRESHOLDS.p95 ? [`p(95)<${THRESHOLDS.p95[name]}`] : ['p(95)>=0'],
      ]),
    ),
    'operation_errors{judged:yes}': [`rate<${THRESHOLDS.errors}`],
    'operation_broken{judged:no}': ['count==0'],
    dropped_iterations: ['count==0'],
  },
  summaryTrendStats: ['count', 'med', 'p(95)', 'p(99)'],
};

const MOST_PAGES = 20;

export function setup() {
  const token = TOKEN ?? logIn();
  const videos = [];
  let next = '';
  for (let page = 0; page < MOST_PAGES && next !== null; page += 1) {
    const where = `/videos?processing_status=completed&page_size=100&cursor=${next}`;
    const answer = send(
      { method: 'GET', path: page === 0 ? where.replace('&cursor=', '') : where },
      { token },
    );
    if (answer.status !== 200) throw new Error(`the list of videos was answered with ${answer.status}`);
    videos.push(...answer.json().videos.map(({ id }) => id));
    next = answer.json().next_cursor;
  }
  if (videos.length === 0) throw new Error('the user has no video that can be played');
  return { token, videos };
}

function logIn() {
  const json = { email: EMAIL, password: PASSWORD };
  const answer = send({ method: 'POST', path: '/auth/login', json }, {});
  if (answer.status !== 200) throw new Error(`the login was answered with ${answer.status}`);
  return answer.json().access_token;
}

/** Of each virtual user. */
const memory = { clip, pick, opened: [], made: [] };

export function takeTurn(known) {
  const operation = operationOfTurn(exec.scenario.iterationInTest);
  const judged = isJudgedAt(profile, Date.now() - exec.scenario.startTime) ? 'yes' : 'no';
  const { milliseconds, unexpected } = converse(OPERATIONS[operation], Object.assign(memory, known));
  took.add(milliseconds, { operation, judged });
  errors.add(unexpected !== undefined, { operation, judged });
  broken.add(unexpected !== undefined && !isRefusal(unexpected) ? 1 : 0, { operation, judged });
}

function converse({ run }, caller) {
  const conversation = run(caller);
  let milliseconds = 0;
  for (let step = conversation.next(); !step.done;) {
    const since = Date.now();
    const answer = send(step.value, caller);
    if (!step.value.isPreparation) milliseconds += Date.now() - since;
    if (answer.status !== step.value.expected) return { milliseconds, unexpected: answer };
    step = conversation.next(answer);
  }
  return { milliseconds };
}

function send({ method, path, url, json, bytes, headers }, { token }) {
  const authorization = token === undefined ? {} : { Authorization: `Bearer ${token}` };
  const type = json === undefined ? {} : { 'Content-Type': 'application/json' };
  const body = json === undefined ? (bytes ?? null) : JSON.stringify(json);
  const response = http.request(method, url ?? `${BASE_URL}/api/v1${path}`, body, {
    headers: url === undefined ? { ...authorization, ...type } : headers,
    tags: { name: `${method} ${url === undefined ? path.split(/[?]|[0-9a-f-]{36}/)[0] : 'bytes'}` },
  });
  return {
    status: response.status,
    retryAfter: response.headers['Retry-After'],
    json: () => response.json(),
  };
}

/** In place of the summary of k6: what `node test/load/run.mjs mixed` prints. */
export function handleSummary({ metrics }) {
  const rows = Object.keys(OPERATIONS)
    .map((operation) => ({ operation, values: metrics[ofJudged(operation)]?.values }))
    .filter(({ values }) => values?.count > 0)
    .map(({ operation, values }) => ({
      ...{ operation, count: values.count, p50: values.med, p95: values['p(95)'], p99: values['p(99)'] },
    }));
  const rate = metrics['operation_errors{judged:yes}']?.values.rate ?? 0;
  const figures = {
    'errors, under': `${rate} ${THRESHOLDS.errors}`,
    'broken while pushed, none': metrics['operation_broken{judged:no}']?.values.count ?? 0,
    'never begun, none': metrics.dropped_iterations?.values.count ?? 0,
  };
  const lines = Object.entries(figures).map(([name, value]) => `  ${name}: ${value}`);
  return { stdout: [`${PROFILE} at ${RATE} a second`, ...operationTable(rows), ...lines, ''].join('\n') };
}

function pick(values) {
  return values[Math.floor(Math.random() * values.length)];
}
