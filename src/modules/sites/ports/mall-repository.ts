import type { MallId } from '#kernel/id';
import type { Mall, MallFields } from '../domain/mall';

export abstract class MallRepository {
  abstract insert(id: MallId, fields: MallFields): Promise<void>;
  /** Whether it is there; nobody deletes it until the transaction ends. */
  abstract hold(id: MallId): Promise<boolean>;
  /** Nobody changes it, or adds anything to it, until the transaction ends. */
  abstract lock(id: MallId): Promise<Mall | null>;
  abstract replace(id: MallId, fields: MallFields): Promise<void>;
  abstract delete(id: MallId): Promise<void>;
}
