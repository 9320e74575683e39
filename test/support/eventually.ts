const DEFAULT_LIMIT_MS = 10_000;
const LOOK_EVERY_MS = 20;

/** Looks again and again until the answer is not false, null or undefined; says what it waited for when it never came. */
export async function eventually<T>(
  what: string,
  look: () => T | Promise<T>,
  limitMs: number = DEFAULT_LIMIT_MS,
): Promise<NonNullable<T>> {
  const deadline = performance.now() + limitMs;
  for (;;) {
    const answer = await look();
    if (answer !== false && answer !== null && answer !== undefined) return answer;
    if (performance.now() > deadline) throw new Error(`waited ${String(limitMs)} ms in vain: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
  }
}
