import { Injectable } from '@nestjs/common';
import { BoundedMap } from '#libs/bounded-map';
import { Clock } from '#kernel/clock';
import type { SessionOwner } from '../ports/session-repository';

const REMEMBERED_TOKENS = 10_000;

interface Verified {
  readonly owner: SessionOwner;
  readonly expiresAt: number;
}

/**
 * Tokens whose signature held, until they expire: checking one again with every request was measured to cost as much as the
 * database. Whether the session still lives is asked each time, elsewhere.
 */
@Injectable()
export class VerifiedTokens {
  private readonly known = new BoundedMap<string, Verified>(REMEMBERED_TOKENS);

  constructor(private readonly clock: Clock) {}

  ownerOf(token: string): SessionOwner | null {
    const found = this.known.get(token);
    if (found === undefined) return null;
    if (found.expiresAt > this.clock.now().getTime()) return found.owner;
    this.known.delete(token);
    return null;
  }

  /** Who has used theirs the longest is forgotten first, and checked again. */
  remember(token: string, owner: SessionOwner, expiresAt: Date): void {
    this.known.set(token, { owner, expiresAt: expiresAt.getTime() });
  }
}
