import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '#kernel/unit-of-work';
import { hashOf, type ChainHead, type SealedEvent } from '../domain/chain';
import { AuditChain, type WaitingEvent } from '../ports/audit-chain';

/** Small, so that no transaction is long. */
export const SEALED_AT_ONCE = 500;

/** Gives committed rows their place in the chain. Whoever records them waits for nobody: that is why it is done afterwards. */
@Injectable()
export class SealEvents {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly chain: AuditChain,
  ) {}

  /** One batch: how many were sealed. */
  execute(): Promise<number> {
    return this.unitOfWork.run(async () => {
      if (!(await this.chain.takeTurn())) return 0;
      const waiting = await this.chain.waiting(SEALED_AT_ONCE);
      if (waiting.length > 0) await this.chain.seal(linksBehind(await this.chain.head(), waiting));
      return waiting.length;
    });
  }
}

function linksBehind(head: ChainHead, waiting: readonly WaitingEvent[]): Omit<SealedEvent, 'content'>[] {
  let { position, hash } = head;
  return waiting.map(({ eventId, content }) => {
    const previousHash = hash;
    position += 1;
    hash = hashOf(previousHash, content);
    return { position, eventId, previousHash, hash };
  });
}
