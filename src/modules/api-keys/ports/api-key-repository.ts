import type { ApiKeyId, UserId } from '#kernel/id';
import type { ApiKey, KeyDigest, KeyTerms, RevocationReason } from '../domain/api-key';

export interface NewApiKey extends KeyTerms {
  readonly id: ApiKeyId;
  readonly ownerId: UserId;
  readonly publicId: string;
  readonly beginning: string;
  readonly digest: KeyDigest;
  readonly replaces: ApiKeyId | null;
}

/** The write side. Verbs that change a state answer whether they changed anything. */
export abstract class ApiKeyRepository {
  /** How many of somebody's keys can still be used. Others who would add one wait until the transaction ends. */
  abstract countLive(ownerId: UserId): Promise<number>;
  abstract insert(key: NewApiKey): Promise<void>;
  /** Held until the transaction ends. */
  abstract lock(id: ApiKeyId): Promise<ApiKey | null>;
  abstract changeTerms(id: ApiKeyId, terms: KeyTerms): Promise<void>;
  /** Another takes its place; it goes on for so long, and no longer than it was to. Answers until when; null when it is over. */
  abstract retire(id: ApiKeyId, overlapSeconds: number): Promise<Date | null>;
  abstract revoke(id: ApiKeyId, reason: RevocationReason): Promise<boolean>;
  /** Every key of somebody that can still be used. */
  abstract revokeAllOf(ownerId: UserId, reason: RevocationReason): Promise<readonly ApiKeyId[]>;
}
