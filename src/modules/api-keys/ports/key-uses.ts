import type { ApiKeyId } from '#kernel/id';
import type { KeyDigest, KeyUse } from '../domain/api-key';

export interface NotedUse extends KeyUse {
  readonly id: ApiKeyId;
  /** To keep instead of the one it has, when that was made with a former pepper. */
  readonly renewedDigest: KeyDigest | null;
}

/** Remembers when a key was used last, and writes it down later: no request waits for it. */
export abstract class KeyUses {
  abstract note(use: NotedUse): void;
}
