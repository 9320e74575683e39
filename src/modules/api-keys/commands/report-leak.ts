import { Injectable } from '@nestjs/common';
import type { Visitor } from '#kernel/actor';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { KeySecrets } from '../ports/key-secrets';
import { LiveKeys } from '../ports/live-keys';
import { KeyTrace } from './key-trace';

export interface ReportLeakInput {
  readonly actor: Visitor;
  readonly token: string;
}

/** Whoever holds a key can end it, and learns nothing by trying. */
@Injectable()
export class ReportLeak {
  constructor(
    private readonly secrets: KeySecrets,
    private readonly liveKeys: LiveKeys,
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly trace: KeyTrace,
  ) {}

  async execute({ actor, token }: ReportLeakInput): Promise<void> {
    const publicId = this.secrets.publicIdOf(token.trim());
    const key = publicId === null ? null : await this.liveKeys.find(publicId);
    if (key === null || !this.secrets.matches(token.trim(), key.digest)) return;
    await this.unitOfWork.run(async () => {
      if (!(await this.keys.revoke(key.id, 'leaked'))) return;
      await this.trace.record(actor, key, 'revoked', { after: { reason: 'leaked' } });
    });
  }
}
