import { Injectable } from '@nestjs/common';
import type { Person } from '#kernel/actor';
import type { ApiKeyId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import { ApiKeyNotFound } from '../domain/api-key.errors';
import { requireKeeperOf } from '../domain/key-policy';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { KeyTrace } from './key-trace';

export interface RevokeApiKeyInput {
  readonly actor: Person;
  readonly keyId: ApiKeyId;
}

/** For good, and on every process within five seconds. Revoking twice is no mistake. */
@Injectable()
export class RevokeApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly trace: KeyTrace,
  ) {}

  async execute({ actor, keyId }: RevokeApiKeyInput): Promise<void> {
    await this.unitOfWork.run(async () => {
      const key = await this.keys.lock(keyId);
      if (key === null) throw ApiKeyNotFound();
      requireKeeperOf(actor, key.ownerId);
      if (!(await this.keys.revoke(keyId, 'revoked'))) return;
      await this.trace.record(actor, key, 'revoked', { after: { reason: 'revoked' } });
    });
  }
}
