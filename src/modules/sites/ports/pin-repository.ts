import type { MallId, PinId } from '#kernel/id';
import type { Pin, PinFields } from '../domain/pin';

export abstract class PinRepository {
  abstract insert(mallId: MallId, id: PinId, fields: PinFields): Promise<void>;
  /** The mall that it is in; nobody deletes it until the transaction ends. Null when there is none. */
  abstract hold(id: PinId): Promise<MallId | null>;
  /** Nobody changes it, or lets anything point at it, until the transaction ends. */
  abstract lock(mallId: MallId, id: PinId): Promise<Pin | null>;
  abstract replace(id: PinId, fields: PinFields): Promise<void>;
  abstract delete(id: PinId): Promise<void>;
}
