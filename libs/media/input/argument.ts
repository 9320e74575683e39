/** Numbers become arguments here and nowhere else, so that NaN, exponents and signs never do. */
export function wholeArgument(value: number): string {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError('not a whole number');
  return String(value);
}

const LONGEST_SECONDS = 1e7;

export function secondsArgument(value: number): string {
  if (typeof value !== 'number' || !(value >= 0 && value <= LONGEST_SECONDS)) {
    throw new RangeError('not a time in seconds');
  }
  return value.toFixed(3);
}
