import type { Scope } from '#kernel/actor';
import type { ApiKeyId, UserId } from '#kernel/id';

/** How a key is worth what: kept of it is a keyed hash, and which pepper it was made with. */
export interface KeyDigest {
  readonly pepperId: string;
  readonly hash: Buffer;
}

/** What its owner decides about a key. */
export interface KeyTerms {
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Canonical address blocks; none: from anywhere. */
  readonly allowedCidrs: readonly string[];
  /** Requests a second; null: as many as anybody. */
  readonly ratePerSecond: number | null;
  /** Null: never. */
  readonly expiresAt: Date | null;
}

/** `retiring`: another has taken its place, and it goes on until the overlap is over. */
export const KEY_STATES = ['active', 'retiring', 'expired', 'revoked'] as const;
export type KeyState = (typeof KEY_STATES)[number];

export const REVOCATION_REASONS = ['revoked', 'rotated', 'leaked', 'disowned'] as const;
export type RevocationReason = (typeof REVOCATION_REASONS)[number];

export interface KeyUse {
  readonly at: Date;
  readonly address: string;
  readonly agent: string | null;
}

/** A credential for programs, as far as it can be shown. */
export interface ApiKey extends KeyTerms {
  readonly id: ApiKeyId;
  readonly ownerId: UserId;
  /** How the key begins, which tells it from others. */
  readonly beginning: string;
  readonly state: KeyState;
  readonly createdAt: Date;
  /** The key whose place it took. */
  readonly replaces: ApiKeyId | null;
  /** When another took its place. */
  readonly rotatedAt: Date | null;
  readonly revokedAt: Date | null;
  readonly revokedFor: RevocationReason | null;
  readonly lastUse: KeyUse | null;
}
