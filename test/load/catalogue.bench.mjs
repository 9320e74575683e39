import { mkdirSync, writeFileSync } from 'node:fs';
import { createInstallation } from './bench-installation.mjs';
import { ExplainingReader } from './catalogue/explaining-reader.mjs';
import { fillCatalogue } from './catalogue/fill-catalogue.mjs';
import { pagesBesideCount, planText } from './catalogue/plan-text.mjs';
import { filterOf, questions } from './catalogue/questions.mjs';
import { median, printVerdicts } from './figures.mjs';

const VIDEOS = Number(process.env.BENCH_VIDEOS ?? 1_000_000);
const RUNS = Number(process.env.BENCH_RUNS ?? 50);
const GOAL_MS = 50;
const DEEP = 0.09 * VIDEOS;
const PAGE = { style: 'cursor', size: 20, offset: 0, page: null, after: null };
const SNAPSHOTS = new URL('./snapshots/', import.meta.url);

/**
 * What Postgres takes, planning included, for everything that one list asks it: the statements are those that the reader of the
 * product sends. `BENCH_CATALOGUE` names a database that is filled already.
 */
export async function run({ isWriting = false } = {}) {
  const given = process.env.BENCH_CATALOGUE;
  const installation = given ? null : await createInstallation();
  const reader = await ExplainingReader.at(given ?? installation.env.DATABASE_URL);
  try {
    if (installation !== null) await fillCatalogue((sql) => reader.rows(sql), VIDEOS);
    const measured = [];
    for (const caller of await callersOf(reader))
      for (const question of questions) measured.push(await measure(reader, caller, question));
    if (isWriting) writeSnapshots(measured);
    if (report(measured) > 0) process.exitCode = 1;
  } finally {
    await reader.close();
    await installation?.remove();
  }
}

async function callersOf(reader) {
  const [{ owner, someone, mall }] = await reader.rows(
    `SELECT md5('owner 0')::uuid AS owner, md5('owner 7')::uuid AS someone, md5('mall 0')::uuid AS mall`,
  );
  const some = (ownerId, mallIds) => ({ of: 'some', ownerId, mallIds, storeIds: [], pinIds: [] });
  return [
    { name: 'owner', scope: some(owner, []) },
    { name: 'operator', scope: some(someone, [mall]) },
    { name: 'admin', scope: { of: 'everybody' } },
  ];
}

async function measure(reader, { name: caller, scope }, { name, wishes, order, isDeep }) {
  const ask = (run, part) =>
    reader.answer((product) => product.list(filterOf(scope, wishes(run)), order, { ...PAGE, ...part }));
  const after = isDeep ? await keyAtDepth(ask) : null;
  await ask(0, { after });
  const answers = [];
  for (let run = 0; run < RUNS; run += 1) {
    const { statements } = await ask(run, { after });
    answers.push({
      statements,
      milliseconds: sum(statements, 'milliseconds'),
      processorMilliseconds: sum(statements, 'processorMilliseconds'),
    });
  }
  return { caller, name, answers };
}

/** Where there is less, nine tenths of it. */
async function keyAtDepth(ask) {
  const { answer } = await ask(0, {});
  const offset = Math.floor(Math.min(DEEP, 0.9 * answer.total));
  const { answer: deep } = await ask(0, { style: 'offset', offset, size: 1 });
  return deep.next;
}

function report(measured) {
  const rows = measured.flatMap(({ caller, name, answers }) =>
    [
      ['processor', 'processorMilliseconds'],
      ['wall', 'milliseconds'],
    ].map(([clock, figure]) => ({
      name: `${caller}: ${name}, ${clock}`,
      value: p95(answers.map((answer) => answer[figure])),
      most: GOAL_MS,
      unit: ' ms',
      needsQuiet: clock === 'wall',
    })),
  );
  const typical = (wanted) => {
    const { answers } = measured.find(({ caller, name }) => caller === 'owner' && name === wanted);
    return median(answers.map(({ processorMilliseconds }) => processorMilliseconds));
  };
  const ratio = typical('page by cursor') / typical('first page');
  return printVerdicts(`Lists of ${VIDEOS} videos: database time, 95th of ${RUNS} runs`, [
    ...rows,
    { name: 'owner: by cursor at depth / first page, processor', value: ratio, most: 1.5 },
    { name: 'the same, pages read beside those of the count', value: pagesRatio(measured), most: 1.5 },
  ]);
}

/** Counting costs both pages the same, and so much that the rest of their time would not show. */
function pagesRatio(measured) {
  const pages = (wanted) => {
    const { answers } = measured.find(({ caller, name }) => caller === 'owner' && name === wanted);
    return sum(
      answers[0].statements.map(({ plan }) => ({ pages: pagesBesideCount(plan) })),
      'pages',
    );
  };
  return pages('page by cursor') / pages('first page');
}

/** The plans of the first run of each question. */
function writeSnapshots(measured) {
  mkdirSync(SNAPSHOTS, { recursive: true });
  for (const caller of new Set(measured.map((one) => one.caller))) {
    const texts = measured
      .filter((one) => one.caller === caller)
      .map(({ name, answers }) => {
        const plans = answers[0].statements.map(({ plan }) => planText(plan));
        return `## ${name}\n\n${plans.join('\n\n')}\n`;
      });
    writeFileSync(new URL(`catalogue-${caller}.txt`, SNAPSHOTS), texts.join('\n'));
  }
}

function sum(statements, figure) {
  return statements.reduce((total, statement) => total + statement[figure], 0);
}

function p95(values) {
  return values.toSorted((one, other) => one - other)[Math.ceil(values.length * 0.95) - 1];
}
