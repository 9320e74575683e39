import { createHash } from 'node:crypto';

/** What the first link is chained to. */
export const GENESIS = Buffer.alloc(32);

/** The last link that is known to be good. */
export interface ChainHead {
  readonly position: number;
  readonly hash: Buffer;
}

/** One row of the trail in its place. */
export interface SealedEvent {
  readonly position: number;
  readonly eventId: string;
  readonly previousHash: Buffer;
  readonly hash: Buffer;
  /** The row as canonical JSON; null when it is gone. */
  readonly content: string | null;
}

export type Damage = 'missing' | 'edited' | 'out of order' | 'unsealed';

export interface Breach {
  /** Null for a row that has no place in the chain. */
  readonly position: number | null;
  /** Null when nothing is left that would tell. */
  readonly eventId: string | null;
  readonly damage: Damage;
}

export const CHAIN_START: ChainHead = { position: 0, hash: GENESIS };

export function hashOf(previousHash: Buffer, content: string): Buffer {
  return createHash('sha256').update(previousHash).update(content).digest();
}

/** What is wrong with a link that should follow the head; null when it does. */
export function breachAt(head: ChainHead, link: SealedEvent): Breach | null {
  const { position, eventId } = link;
  if (position !== head.position + 1)
    return { position: head.position + 1, eventId: null, damage: 'missing' };
  if (link.content === null) return { position, eventId, damage: 'missing' };
  if (!hashOf(link.previousHash, link.content).equals(link.hash))
    return { position, eventId, damage: 'edited' };
  if (!link.previousHash.equals(head.hash)) return { position, eventId, damage: 'out of order' };
  return null;
}
