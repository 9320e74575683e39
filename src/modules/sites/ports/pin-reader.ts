import type { Page, PageRequest } from '#libs/paging';
import type { MallId, PinId, StoreId } from '#kernel/id';
import type { Pin } from '../domain/pin';

export interface PinFilter {
  readonly storeId: StoreId | null;
  readonly isActive: boolean | null;
  /** Part of the name, ignoring case, literally. */
  readonly search: string | null;
}

/** What others show of a pin. */
export type PinOutline = Pick<Pin, 'id' | 'mallId' | 'storeId' | 'name'>;

export abstract class PinReader {
  abstract find(mallId: MallId, id: PinId): Promise<Pin | null>;
  /** Newest first. */
  abstract list(mallId: MallId, filter: PinFilter, request: PageRequest): Promise<Page<Pin>>;
  /** Those that there are, in whatever mall. */
  abstract outlines(ids: readonly PinId[]): Promise<readonly PinOutline[]>;
  abstract outlinesOfStores(storeIds: readonly StoreId[]): Promise<readonly PinOutline[]>;
}
