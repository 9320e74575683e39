import type { CursorKey } from './cursor-codec';

/** Which part of a list is wanted. Exactly one of `page`, `offset` and `cursor` style. */
export interface PageRequest {
  readonly style: 'page' | 'offset' | 'cursor';
  readonly size: number;
  /** Rows to skip; 0 in cursor style. */
  readonly offset: number;
  /** Only in page style. */
  readonly page: number | null;
  /** Rows after this key; null begins at the first row. */
  readonly after: CursorKey | null;
}

export interface Page<Item> {
  readonly items: readonly Item[];
  readonly total: number;
  /** True when counting stopped early and `total` is a lower bound. */
  readonly totalCapped: boolean;
  /** The key of the last item when there are more behind it, else null. */
  readonly next: CursorKey | null;
}

/** Builds a page out of up to `size + 1` rows: the row too many only tells that there is more. */
export function pageOf<Item>(
  rows: readonly Item[],
  request: PageRequest,
  total: { readonly count: number; readonly isCapped: boolean },
  keyOf: (item: Item) => CursorKey,
): Page<Item> {
  const items = rows.slice(0, request.size);
  const last = items.at(-1);
  return {
    items,
    total: total.count,
    totalCapped: total.isCapped,
    next: rows.length > request.size && last !== undefined ? keyOf(last) : null,
  };
}
