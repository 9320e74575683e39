import { PartMismatch, PartTooSmall } from './storage.errors';

/** Every part but the last has at least so many bytes, at every store. */
export const SMALLEST_PART_BYTES = 5 * 1024 * 1024;
export const MOST_PARTS = 10_000;

interface Named {
  readonly partNumber: number;
}

/** A completion names each part once, in their order. */
export function refuseBadOrder(parts: readonly Named[]): void {
  if (parts.length === 0 || parts.length > MOST_PARTS) throw PartMismatch();
  parts.forEach(({ partNumber }, index) => {
    const before = parts[index - 1]?.partNumber ?? 0;
    if (!Number.isInteger(partNumber) || partNumber <= before || partNumber > MOST_PARTS) {
      throw PartMismatch(undefined, { details: { part_number: partNumber } });
    }
  });
}

export function refuseSmallParts(parts: readonly (Named & { readonly sizeBytes: number })[]): void {
  const small = parts.slice(0, -1).find(({ sizeBytes }) => sizeBytes < SMALLEST_PART_BYTES);
  if (small !== undefined) throw PartTooSmall(undefined, { details: { part_number: small.partNumber } });
}
