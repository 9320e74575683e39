const FIRST_WAIT_SECONDS = 10;
const LONGEST_WAIT_SECONDS = 600;

/** Three tries: at once, after 10 s, after 40 s. What is broken for longer is seldom mended by waiting. */
export const MAX_ATTEMPTS = 3;

/** How long to wait after the n-th attempt failed. */
export function waitSecondsAfter(attempt: number): number {
  return Math.min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 4 ** (attempt - 1));
}
