import type { NamedPart } from './completion';

const MEBIBYTE = 1024 * 1024;
/** Stores take parts from 5 MiB on; these keep the number of requests of a small file small. */
const SMALLEST_PART_BYTES = 8 * MEBIBYTE;
/** Stores take ten times as many; this many fit into one completion and one page of a listing. */
const MOST_PARTS = 1_000;

/** How a file is cut: all parts of one size but the last, which is what remains. */
export interface PartPlan {
  readonly declaredBytes: number;
  readonly partBytes: number;
}

/** Whole MiB, and as few parts as a completion can name. */
export function partBytesOf(declaredBytes: number): number {
  const needed = Math.ceil(declaredBytes / MOST_PARTS / MEBIBYTE) * MEBIBYTE;
  return Math.max(SMALLEST_PART_BYTES, needed);
}

export function partCountOf({ declaredBytes, partBytes }: PartPlan): number {
  return Math.ceil(declaredBytes / partBytes);
}

/** Null for a part that the file does not have. */
export function bytesOfPart(plan: PartPlan, partNumber: number): number | null {
  const count = partCountOf(plan);
  if (!Number.isInteger(partNumber) || partNumber < 1 || partNumber > count) return null;
  return partNumber < count ? plan.partBytes : plan.declaredBytes - plan.partBytes * (count - 1);
}

/** The first part that is missing, named twice, out of order or not of the file; null when all are named as they should be. */
export function firstWrongPart(plan: PartPlan, parts: readonly NamedPart[]): number | null {
  const count = partCountOf(plan);
  for (let index = 0; index < Math.max(count, parts.length); index += 1) {
    if (index >= count || parts[index]?.partNumber !== index + 1)
      return parts[index]?.partNumber ?? index + 1;
  }
  return null;
}
