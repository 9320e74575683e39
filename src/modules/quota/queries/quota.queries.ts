import { Injectable } from '@nestjs/common';
import type { UserId } from '#kernel/id';
import type { Quota } from '../domain/quota';
import { QuotaLedger } from '../ports/quota-ledger';

@Injectable()
export class QuotaQueries {
  constructor(private readonly ledger: QuotaLedger) {}

  of(ownerId: UserId): Promise<Quota> {
    return this.ledger.read(ownerId);
  }
}
