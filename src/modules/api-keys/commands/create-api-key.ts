import { Injectable } from '@nestjs/common';
import type { Person, Scope } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import { UnitOfWork } from '#kernel/unit-of-work';
import { TooManyApiKeys } from '../domain/api-key.errors';
import { expiryOf, MOST_LIVE_KEYS, requireRateOf, requireScopesOf } from '../domain/key-policy';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { UsualRate } from '../ports/usual-rate';
import { addressList, type AddressListWish } from './address-list';
import { IssueKey, type IssuedKey } from './issue-key';

export interface CreateApiKeyInput {
  readonly actor: Person;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly addresses: AddressListWish;
  readonly ratePerSecond: number | null;
  /** Undefined: as usual. */
  readonly expiresAt: Date | null | undefined;
}

@Injectable()
export class CreateApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly issueKey: IssueKey,
    private readonly usualRate: UsualRate,
    private readonly clock: Clock,
  ) {}

  execute({ actor, name, scopes, addresses, ratePerSecond, ...wish }: CreateApiKeyInput): Promise<IssuedKey> {
    requireScopesOf(actor, actor.userId, scopes);
    requireRateOf(actor, ratePerSecond, this.usualRate.perSecond);
    const expiresAt = expiryOf(wish.expiresAt, this.clock.now(), actor);
    const allowedCidrs = addressList(addresses);
    return this.unitOfWork.run(async () => {
      if ((await this.keys.countLive(actor.userId)) >= MOST_LIVE_KEYS) throw TooManyApiKeys();
      const terms = { name, scopes, allowedCidrs, ratePerSecond, expiresAt };
      return this.issueKey.execute(actor, terms, null);
    });
  }
}
