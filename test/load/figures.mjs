export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Rows of name, median, least and most; and the ratio of each median to the one of `against`. */
export function printTable(title, unit, samples, against) {
  const base = median(samples.get(against));
  console.log(`\n${title} (${unit}; median, least..most; ratio to "${against}")`);
  for (const [name, values] of samples) {
    const middle = median(values);
    const range = `${format(Math.min(...values))}..${format(Math.max(...values))}`;
    console.log(
      `  ${name.padEnd(34)}${format(middle).padStart(9)}  ${range.padEnd(20)} x${(middle / base).toFixed(2)}`,
    );
  }
}

function format(value) {
  return value >= 100 ? value.toFixed(0) : value.toFixed(1);
}

/**
 * Rows of what was measured, what it must not be beyond, and whether it is. Answers how many are, but for those that mean
 * nothing on a machine where others are at work.
 */
export function printVerdicts(title, rows) {
  console.log(`\n${title} (measured; target; verdict)`);
  const isMissed = ({ value, most = Infinity, least = -Infinity }) => !(value <= most && value >= least);
  for (const row of rows) {
    const { name, value, most, least, unit = '', needsQuiet = false } = row;
    const target = most === undefined ? `>= ${least}` : `<= ${most}`;
    const verdict = isMissed(row) ? 'MISSED' : 'met';
    const note = needsQuiet ? '  (on a quiet machine)' : '';
    console.log(
      `  ${name.padEnd(50)}${`${value.toFixed(2)}${unit}`.padStart(10)}  ${target.padEnd(9)} ${verdict}${note}`,
    );
  }
  return rows.filter((row) => isMissed(row) && !row.needsQuiet).length;
}
