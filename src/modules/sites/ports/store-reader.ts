import type { Page, PageRequest } from '#libs/paging';
import type { MallId, StoreId } from '#kernel/id';
import type { Store } from '../domain/store';

export interface StoreFilter {
  /** Part of the name, ignoring case, literally. */
  readonly search: string | null;
}

export abstract class StoreReader {
  abstract find(mallId: MallId, id: StoreId): Promise<Store | null>;
  /** Newest first. */
  abstract list(mallId: MallId, filter: StoreFilter, request: PageRequest): Promise<Page<Store>>;
}
