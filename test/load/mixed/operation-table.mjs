import { OPERATIONS } from './operations.mjs';
import { GOALS, THRESHOLDS } from './thresholds.mjs';

/** Rows of `{ operation, count, p50, p95, p99 }`, in milliseconds, with the threshold and the goal of each beside. */
export function operationTable(rows) {
  const head = ['operation', 'count', 'p50', 'p95', 'p99', 'p95 under', '', 'goal', ''];
  return [head, ...inOrder(rows).map(cells)].map((line) =>
    line
      .map((cell, column) => (column === 0 ? `  ${cell.padEnd(10)}` : cell.padStart(WIDTHS[column])))
      .join(' ')
      .trimEnd(),
  );
}

const WIDTHS = [0, 7, 8, 8, 8, 10, 6, 6, 6];

function inOrder(rows) {
  const order = Object.keys(OPERATIONS);
  return [...rows].sort((one, other) => order.indexOf(one.operation) - order.indexOf(other.operation));
}

function cells({ operation, count, p50, p95, p99 }) {
  const [threshold, goal] = [THRESHOLDS.p95[operation], GOALS[operation]];
  const verdict = (most) => verdictOf({ count, p95 }, most);
  return [
    ...[operation, String(count), p50.toFixed(1), p95.toFixed(1), p99.toFixed(1)],
    ...[String(threshold ?? '-'), verdict(threshold), String(goal ?? '-'), verdict(goal)],
  ];
}

/** Of fewer than these the slowest one alone would decide. */
const ENOUGH = 20;

export function verdictOf({ count, p95 }, most) {
  if (most === undefined) return '';
  if (count < ENOUGH) return 'few';
  return p95 < most ? 'met' : 'MISSED';
}
