import { eventually } from './eventually';

/** What every process must have felt by then. */
export const FELT_WITHIN_MS = 5_000;

export async function untilFelt(isFelt: () => Promise<boolean>): Promise<void> {
  await eventually('it is felt', isFelt, FELT_WITHIN_MS);
}
