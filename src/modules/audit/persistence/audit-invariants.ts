import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Invariants } from '#platform/invariants/invariants';
import { ChainQueries } from '../queries/chain.queries';

@Injectable()
export class AuditInvariants implements OnModuleInit {
  constructor(
    private readonly invariants: Invariants,
    private readonly chain: ChainQueries,
  ) {}

  onModuleInit(): void {
    this.invariants.add({
      name: 'every row of the audit trail is as it was recorded, in its place, and sealed within five minutes',
      violations: async () => {
        const { breach } = await this.chain.verify();
        return breach === null ? [] : [breach];
      },
    });
  }
}
