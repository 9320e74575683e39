import type { ChainHead, SealedEvent } from '../domain/chain';

export interface WaitingEvent {
  readonly eventId: string;
  /** As canonical JSON. */
  readonly content: string;
}

/** The seals of the trail. Rows wait for theirs from the moment that they are committed. */
export abstract class AuditChain {
  /** Until the unit of work ends; false when somebody else seals. */
  abstract takeTurn(): Promise<boolean>;
  abstract head(): Promise<ChainHead>;
  /** Oldest first. */
  abstract waiting(limit: number): Promise<readonly WaitingEvent[]>;
  abstract seal(links: readonly Omit<SealedEvent, 'content'>[]): Promise<void>;
  /** Links in order, beginning behind a position. */
  abstract linksAfter(position: number, limit: number): Promise<readonly SealedEvent[]>;
  /** A row that no seal belongs to, or a seal that waits for longer than this, or for a row that is gone. */
  abstract leftOut(waitingSeconds: number): Promise<{ eventId: string; isGone: boolean } | null>;
}
