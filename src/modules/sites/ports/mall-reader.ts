import type { Page, PageRequest } from '#libs/paging';
import type { MallId } from '#kernel/id';
import type { Mall } from '../domain/mall';

export interface MallFilter {
  /** Part of the name, ignoring case, literally. */
  readonly search: string | null;
}

export abstract class MallReader {
  abstract find(id: MallId): Promise<Mall | null>;
  /** Newest first; `among` null is all. */
  abstract list(
    among: readonly MallId[] | null,
    filter: MallFilter,
    request: PageRequest,
  ): Promise<Page<Mall>>;
}
