import type { StoredObject } from '../domain/stored-object';

/**
 * Told, within the transaction that marks them gone, which objects' bytes are no more. It may be told twice of one object:
 * whoever counts bytes keeps a unique entry an object or video.
 */
export abstract class FreedBytes {
  abstract note(objects: readonly StoredObject[]): Promise<void>;
}
