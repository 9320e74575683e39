import type { Scope } from '#kernel/actor';
import type { ApiKeyId, UserId } from '#kernel/id';
import type { KeyDigest } from '../domain/api-key';

/** What the door must know of a key; also of one that is over, so that it can say so. */
export interface KeyAtDoor {
  readonly id: ApiKeyId;
  readonly ownerId: UserId;
  readonly scopes: ReadonlySet<Scope>;
  readonly ratePerSecond: number | null;
  readonly digest: KeyDigest;
  readonly expiresAt: Date | null;
  readonly isRevoked: boolean;
  readonly admits: (address: string) => boolean;
}

/** Keys as they are at this moment, at most five seconds late. */
export abstract class LiveKeys {
  abstract find(publicId: string): Promise<KeyAtDoor | null>;
  /** Null when it is over. */
  abstract get(id: ApiKeyId): Promise<KeyAtDoor | null>;
  /** Whether this process has asked for it before, and found it or not: it does not ask for the same stranger twice. */
  abstract hasMet(publicId: string): boolean;
  /** Which of these are over, asked of the record. */
  abstract endedAmong(ids: readonly ApiKeyId[]): Promise<readonly ApiKeyId[]>;
}
