import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scriptInK6 } from './k6-stand-in.mjs';
import { openLoop } from './loops.mjs';
import { OPERATIONS, operationOfTurn } from './operations.mjs';
import { PROFILES, arrivals, isJudgedAt, stretched } from './profiles.mjs';
import { report } from './report.mjs';
import { Tally } from './tally.mjs';
import { THRESHOLDS } from './thresholds.mjs';

const ANSWERS = [
  [/^GET .*\/videos\?/, 200, { videos: [{ id: 'a' }, { id: 'b' }], next_cursor: null }],
  [/^GET .*\/videos\/[ab](\/playback-url)?$/, 200, {}],
  [/^PATCH .*\/videos\/[ab]$/, 200, {}],
  [/^POST .*\/upload\/presigned-url$/, 201, { video_id: 'new', upload_url: 'http://bytes/', headers: {} }],
  [/^PUT http:\/\/bytes\/$/, 200, {}],
  [/^POST .*\/videos$/, 201, {}],
  [/^DELETE .*\/videos\/new$/, 200, {}],
];
let refusal = null;
const { script, k6 } = await scriptInK6(
  new URL('../mixed.k6.js', import.meta.url),
  { CLIP: 'clip.mp4', TOKEN: 'a token', PROFILE: 'stress', RATE: '200' },
  (method, url) => {
    const [, status, body] = ANSWERS.find(([pattern]) => pattern.test(`${method} ${url}`));
    return refusal ?? { status, headers: {}, json: () => body };
  },
);
const turns = Array.from({ length: 100 }, (_, turn) => operationOfTurn(turn));

test('of a hundred turns each operation has its share', () => {
  for (const [name, { share }] of Object.entries(OPERATIONS))
    assert.equal(turns.filter((turn) => turn === name).length, share, name);
});

test('k6 is given the thresholds and stages of the scenario', () => {
  const { thresholds, scenarios } = script.options;
  for (const name of Object.keys(OPERATIONS))
    assert.deepEqual(thresholds[`operation_duration{operation:${name},judged:yes}`], [
      name in THRESHOLDS.p95 ? `p(95)<${THRESHOLDS.p95[name]}` : 'p(95)>=0',
    ]);
  assert.deepEqual(thresholds['operation_errors{judged:yes}'], ['rate<0.01']);
  assert.deepEqual(
    scenarios.mixed.stages.map(({ duration, target }) => [duration, target]),
    PROFILES.stress.stages.map(({ seconds, to }) => [`${seconds}s`, 200 * to]),
  );
  assert.equal(typeof script[scenarios.mixed.exec], 'function');
});

test('users of k6 take the same turns, and what they meet is counted', () => {
  const known = script.setup();
  assert.deepEqual(known, { token: 'a token', videos: ['a', 'b'] });
  for (const turn of turns.keys()) takeTurnInK6(known, turn);
  const durations = k6.samples.filter(({ metric }) => metric === 'operation_duration');
  assert.deepEqual(
    durations.map(({ tags }) => tags),
    turns.map((operation) => ({ operation, judged: 'no' })),
  );
  assert.deepEqual(counted(), { errors: 0, broken: 0 });
});

test('a refusal that says when to come again is an error but no fault, until it is not said', () => {
  const known = { token: 'a token', videos: ['a'] };
  refusal = { status: 503, headers: { 'Retry-After': '5' } };
  takeTurnInK6(known, 0);
  assert.deepEqual(counted(), { errors: 1, broken: 0 });
  refusal = { status: 503, headers: {} };
  takeTurnInK6(known, 0);
  assert.deepEqual(counted(), { errors: 1, broken: 1 });
});

test('k6 prints the goals beside the thresholds', () => {
  const values = { count: 20, med: 10, 'p(95)': 150, 'p(99)': 160 };
  const metrics = { 'operation_duration{operation:list,judged:yes}': { values } };
  assert.match(
    script.handleSummary({ metrics }).stdout,
    /list +20 +10\.0 +150\.0 +160\.0 +300 +met +100 +MISSED/,
  );
});

test('arrivals follow the rate, and know what is judged', () => {
  const due = [...arrivals(stretched(PROFILES.spike, 2), 100)];
  const beside = (fromMs, toMs) => due.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
  assert.ok(Math.abs(beside(0, 6000) - 300) <= 1);
  assert.ok(Math.abs(beside(6000, 8000) - 350) <= 1);
  assert.ok(Math.abs(beside(8000, 12_000) - 1200) <= 1);
  for (const { atMs, isJudged } of due)
    assert.equal(isJudgedAt(stretched(PROFILES.spike, 2), atMs), isJudged);
});

test('a stall is seen in everybody who came meanwhile', async () => {
  const late = [];
  let stall;
  await openLoop({ start: 1, stages: [{ seconds: 0.4, to: 1 }] }, 50, async ({ dueAt }) => {
    await (stall ??= new Promise((resolve) => setTimeout(resolve, 300)));
    late.push(performance.now() - dueAt);
  });
  assert.ok(late.filter((milliseconds) => milliseconds > 50).length >= 10);
});

test('what is too slow, wrong or broken is missed', () => {
  const tallied = (...outcomes) => {
    const tally = new Tally();
    for (const outcome of outcomes) tally.add({ operation: 'get', tookMs: 10, isJudged: true, ...outcome });
    return report('a report', tally);
  };
  const times = (count, outcome) => Array.from({ length: count }, () => outcome);
  const isJudged = false;
  const [fine, slow, wrong] = [
    { slow: 0, wrong: 0 },
    { slow: 1, wrong: 0 },
    { slow: 0, wrong: 1 },
  ];
  assert.deepEqual(tallied(...times(20, {})), fine);
  assert.deepEqual(tallied(...times(20, { tookMs: 200 })), slow);
  assert.deepEqual(tallied(...times(19, {}), { tookMs: 200 }), fine);
  assert.deepEqual(tallied(...times(18, {}), ...times(2, { tookMs: 200 })), slow);
  assert.deepEqual(tallied(...times(19, { tookMs: 200 })), fine);
  assert.deepEqual(tallied({ unexpected: { status: 503, retryAfter: '1' } }), wrong);
  assert.deepEqual(
    tallied({}, { isJudged, tookMs: 9000, unexpected: { status: 503, retryAfter: '1' } }),
    fine,
  );
  assert.deepEqual(tallied({}, { isJudged, unexpected: { status: 500 } }), wrong);
  assert.deepEqual(tallied({}, { isJudged, unexpected: { status: 0 } }), wrong);
});

function takeTurnInK6(known, turn) {
  if (turn === 0) k6.samples.length = 0;
  k6.execution.scenario.iterationInTest = turn;
  script.takeTurn(known);
}

function counted() {
  const sum = (name) =>
    k6.samples.filter(({ metric }) => metric === name).reduce((total, { value }) => total + Number(value), 0);
  return { errors: sum('operation_errors'), broken: sum('operation_broken') };
}
