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
