import { Injectable } from '@nestjs/common';
import { breachAt, CHAIN_START, type Breach, type ChainHead } from '../domain/chain';
import { AuditChain } from '../ports/audit-chain';

const READ_AT_ONCE = 1_000;
/** A sealer comes every second, so that this is a worker that stands still, or a row that was put past it. */
const SEALED_WITHIN_SECONDS = 300;

export interface ChainReport {
  /** How far the chain holds. Whoever keeps it elsewhere sees later whether the end was cut off. */
  readonly head: ChainHead;
  /** The first row that is not as it was recorded; null when all are. */
  readonly breach: Breach | null;
}

/** Whether the trail still says what was recorded. */
@Injectable()
export class ChainQueries {
  constructor(private readonly chain: AuditChain) {}

  /** A few rows at a time: the trail may be longer than memory. */
  async verify(): Promise<ChainReport> {
    let head = CHAIN_START;
    for (;;) {
      const links = await this.chain.linksAfter(head.position, READ_AT_ONCE);
      for (const link of links) {
        const breach = breachAt(head, link);
        if (breach !== null) return { head, breach };
        head = link;
      }
      if (links.length < READ_AT_ONCE) return { head, breach: await this.leftOut() };
    }
  }

  private async leftOut(): Promise<Breach | null> {
    const event = await this.chain.leftOut(SEALED_WITHIN_SECONDS);
    if (event === null) return null;
    return { position: null, eventId: event.eventId, damage: event.isGone ? 'missing' : 'unsealed' };
  }
}
