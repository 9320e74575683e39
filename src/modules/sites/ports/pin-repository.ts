import type { MallId, PinId } from '#kernel/id';
import type { Pin, PinFields } from '../domain/pin';

export abstract class PinRepository {
  abstract insert(mallId: MallId, id: PinId, fields: PinFields): Promise<void>;
  /** Nobody changes it, or lets anything point at it, until the transaction ends. */
  abstract lock(mallId: MallId, id: PinId): Promise<Pin | null>;
  abstract replace(id: PinId, fields: PinFields): Promise<void>;
  abstract delete(id: PinId): Promise<void>;
}
