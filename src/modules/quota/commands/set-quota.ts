import { Injectable } from '@nestjs/common';
import type { SignedInUser } from '#kernel/actor';
import type { UserId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { AuditTrail } from '#modules/audit';
import type { QuotaLimits } from '../domain/quota';
import { QuotaLedger } from '../ports/quota-ledger';

export interface SetQuotaInput {
  readonly actor: SignedInUser;
  readonly ownerId: UserId;
  readonly uploads: number | null;
  /** Left as it is when undefined. */
  readonly storageBytes: number | null | undefined;
}

@Injectable()
export class SetQuota {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly ledger: QuotaLedger,
    private readonly audit: AuditTrail,
  ) {}

  async execute({ actor, ownerId, uploads, storageBytes }: SetQuotaInput): Promise<void> {
    await this.unitOfWork.run(async () => {
      const before = await this.ledger.read(ownerId);
      const limits = {
        uploads,
        storageBytes: storageBytes === undefined ? before.storageBytesLimit : storageBytes,
      };
      await this.ledger.setLimits(ownerId, limits);
      await this.audit.record({
        actor,
        action: 'quota.changed',
        target: { type: 'user', id: ownerId },
        before: asFacts({ uploads: before.limit, storageBytes: before.storageBytesLimit }),
        after: asFacts(limits),
      });
    });
  }
}

function asFacts({ uploads, storageBytes }: QuotaLimits): Record<string, unknown> {
  return { limit: uploads, storage_bytes_limit: storageBytes };
}
