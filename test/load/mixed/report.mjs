import { operationTable, verdictOf } from './operation-table.mjs';
import { percentile } from './tally.mjs';
import { THRESHOLDS } from './thresholds.mjs';

/** Prints what became of a profile, and answers how much of it is too slow and how much is wrong. */
export function report(title, { judged, pushed, complaints }) {
  console.log(`\n${title}`);
  if (pushed.count > 0) console.log(pushedLine(pushed));
  const rows = [...judged.took].map(([operation, took]) => ({
    ...{ operation, count: took.length },
    ...{ p50: percentile(took, 0.5), p95: percentile(took, 0.95), p99: percentile(took, 0.99) },
  }));
  if (pushed.count > 0) console.log('  afterwards:');
  for (const line of operationTable(rows)) console.log(line);
  const errors = judged.errors / judged.count;
  const isWrong = !(errors < THRESHOLDS.errors);
  console.log(
    `  ${judged.errors} errors in ${judged.count}: ${percent(errors)}, under ${percent(THRESHOLDS.errors)}: ${isWrong ? 'MISSED' : 'met'}`,
  );
  for (const [sort, { times, example = '' }] of complaints)
    console.log(`  ${times} times ${sort}: ${example.slice(0, 300)}`);
  const slow = rows.filter((row) => verdictOf(row, THRESHOLDS.p95[row.operation]) === 'MISSED').length;
  return { slow, wrong: (isWrong ? 1 : 0) + (pushed.broken > 0 ? 1 : 0) };
}

function pushedLine({ took, count, refused, broken }) {
  const [p50, p99] = [percentile(took, 0.5).toFixed(0), percentile(took, 0.99).toFixed(0)];
  const verdict = broken > 0 ? 'MISSED' : 'met';
  return `  pushed: ${count} operations, p50 ${p50} ms, p99 ${p99} ms, ${refused} refused, ${broken} broken (none): ${verdict}`;
}

function percent(share) {
  return `${(share * 100).toFixed(2)} %`;
}
