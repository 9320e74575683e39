const CONDITIONS = ['Index Cond', 'Recheck Cond', 'Filter', 'Sort Key'];

/**
 * A plan as `EXPLAIN (ANALYZE, BUFFERS)` tells it, without times, and without what was in whose memory: so that two runs differ
 * where the plan does.
 */
export function planText(plan, depth = 0) {
  const indent = '  '.repeat(depth);
  const { 'Node Type': type, 'Index Name': index, 'Relation Name': table, 'CTE Name': cte } = plan;
  const on = [index && `using ${index}`, table && `on ${table}`, cte && `on ${cte}`]
    .filter(Boolean)
    .join(' ');
  const head = `${indent}${type} ${on} (rows ${plan['Plan Rows']} expected, ${plan['Actual Rows']} x ${plan['Actual Loops']} found, pages ${pagesOf(plan)})`;
  const conditions = CONDITIONS.filter((name) => plan[name] !== undefined).map(
    (name) => `${indent}    ${name}: ${plan[name]}`,
  );
  const parts = (plan.Plans ?? []).map((part) => planText(part, depth + 1));
  return [head.replace('  (', ' ('), ...conditions, ...parts].join('\n');
}

function pagesOf({ 'Shared Hit Blocks': hit, 'Shared Read Blocks': read }) {
  return hit + read;
}

export function pagesBesideCount(plan) {
  return pagesOf(plan) - pagesOfCounts(plan);
}

function pagesOfCounts(plan) {
  if (plan['Node Type'] === 'Aggregate') return pagesOf(plan);
  return (plan.Plans ?? []).reduce((total, part) => total + pagesOfCounts(part), 0);
}
