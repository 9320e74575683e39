import { Injectable } from '@nestjs/common';
import type { Person } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import type { ApiKeyId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { ApiKey, KeyTerms } from '../domain/api-key';
import { ApiKeyNotFound, ApiKeyOver } from '../domain/api-key.errors';
import { expiryOfSuccessor, requireOwnerOf, requireScopesOf } from '../domain/key-policy';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { IssueKey, type IssuedKey } from './issue-key';
import { KeyTrace } from './key-trace';

export interface RotateApiKeyInput {
  readonly actor: Person;
  readonly keyId: ApiKeyId;
  readonly overlapSeconds: number;
}

/** A new key with the same terms takes the place of an old one, which goes on for the overlap: nobody is refused meanwhile. */
@Injectable()
export class RotateApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly issueKey: IssueKey,
    private readonly trace: KeyTrace,
    private readonly clock: Clock,
  ) {}

  execute({ actor, keyId, overlapSeconds }: RotateApiKeyInput): Promise<IssuedKey> {
    return this.unitOfWork.run(async () => {
      const old = await this.lock(actor, keyId);
      await this.endPredecessorOf(actor, old);
      const successor = await this.issueKey.execute(actor, this.termsOfSuccessor(actor, old), old.id);
      const endsAt = await this.keys.retire(old.id, overlapSeconds);
      if (endsAt === null) throw ApiKeyOver();
      const after = { replaced_by: successor.id, expires_at: endsAt.toISOString() };
      await this.trace.record(actor, old, 'rotated', { after });
      return successor;
    });
  }

  private async lock(actor: Person, keyId: ApiKeyId): Promise<ApiKey> {
    const key = await this.keys.lock(keyId);
    if (key === null) throw ApiKeyNotFound();
    requireOwnerOf(actor, key.ownerId);
    requireScopesOf(actor, key.ownerId, key.scopes);
    if (key.state !== 'active') throw ApiKeyOver();
    return key;
  }

  private termsOfSuccessor(actor: Person, old: ApiKey): KeyTerms {
    const { name, scopes, allowedCidrs, ratePerSecond } = old;
    const expiresAt = expiryOfSuccessor(old, this.clock.now(), actor);
    return { name, scopes, allowedCidrs, ratePerSecond, expiresAt };
  }

  /** One old key at a time: a chain of them would be as many that can leak. */
  private async endPredecessorOf(actor: Person, { replaces, ownerId }: ApiKey): Promise<void> {
    if (replaces === null || !(await this.keys.revoke(replaces, 'rotated'))) return;
    await this.trace.record(actor, { id: replaces, ownerId }, 'revoked', { after: { reason: 'rotated' } });
  }
}
