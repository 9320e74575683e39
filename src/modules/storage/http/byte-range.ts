import { RangeNotSatisfiable } from '../domain/storage.errors';
import type { ByteRange } from '../ports/object-store';

const ONE_RANGE = /^bytes=(\d{0,15})-(\d{0,15})$/;

/**
 * The one range that is asked for, or null for all of it. What cannot be read, and more than one range, is passed over as
 * RFC 9110 allows: many ranges of one file would be a way to be sent the same bytes a thousand times.
 */
export function rangeOf(header: string | undefined, sizeBytes: number): ByteRange | null {
  const [, first = '', last = ''] = ONE_RANGE.exec(header ?? '') ?? [];
  if (first === '' && last === '') return null;
  if (first === '') return suffixOf(Number(last), sizeBytes);
  const [start, end] = [Number(first), last === '' ? sizeBytes - 1 : Number(last)];
  if (last !== '' && end < start) return null;
  if (start >= sizeBytes) throw RangeNotSatisfiable();
  return { start, end: Math.min(end, sizeBytes - 1) };
}

function suffixOf(bytes: number, sizeBytes: number): ByteRange {
  if (bytes === 0 || sizeBytes === 0) throw RangeNotSatisfiable();
  return { start: Math.max(0, sizeBytes - bytes), end: sizeBytes - 1 };
}
