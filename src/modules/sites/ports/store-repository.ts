import type { MallId, StoreId } from '#kernel/id';
import type { Store, StoreFields } from '../domain/store';

export abstract class StoreRepository {
  abstract insert(mallId: MallId, id: StoreId, fields: StoreFields): Promise<void>;
  /** Whose it is, in whatever mall; nobody deletes it until the transaction ends. */
  abstract hold(id: StoreId): Promise<MallId | null>;
  /** Nobody changes it, or lets anything point at it, until the transaction ends. */
  abstract lock(mallId: MallId, id: StoreId): Promise<Store | null>;
  abstract replace(id: StoreId, fields: StoreFields): Promise<void>;
  abstract delete(id: StoreId): Promise<void>;
}
