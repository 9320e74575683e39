import { Injectable } from '@nestjs/common';
import { differenceOf } from '#libs/difference';
import type { Person, Scope } from '#kernel/actor';
import { Clock } from '#kernel/clock';
import type { ApiKeyId } from '#kernel/id';
import { UnitOfWork } from '#kernel/unit-of-work';
import type { ApiKey, KeyTerms } from '../domain/api-key';
import { ApiKeyNotFound, ApiKeyOver } from '../domain/api-key.errors';
import { expiryOf, requireKeeperOf, requireRateOf, requireScopesOf } from '../domain/key-policy';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { UsualRate } from '../ports/usual-rate';
import { addressList, type AddressListWish } from './address-list';
import { KeyTrace, pictureOf } from './key-trace';

/** What is undefined stays as it is. */
export interface KeyChanges {
  readonly name?: string | undefined;
  readonly scopes?: readonly Scope[] | undefined;
  readonly addresses?: AddressListWish | undefined;
  readonly ratePerSecond?: number | null | undefined;
  readonly expiresAt?: Date | null | undefined;
}

export interface ChangeApiKeyInput {
  readonly actor: Person;
  readonly keyId: ApiKeyId;
  readonly changes: KeyChanges;
}

/** The terms of a key that is good for as long as it was to be; its secret never changes. */
@Injectable()
export class ChangeApiKey {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: ApiKeyRepository,
    private readonly usualRate: UsualRate,
    private readonly trace: KeyTrace,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, keyId, changes }: ChangeApiKeyInput): Promise<void> {
    await this.unitOfWork.run(async () => {
      const key = await this.keys.lock(keyId);
      if (key === null) throw ApiKeyNotFound();
      requireKeeperOf(actor, key.ownerId);
      if (key.state !== 'active') throw ApiKeyOver();
      const terms = this.termsOf(actor, key, changes);
      const difference = differenceOf(pictureOf(key), pictureOf(terms));
      if (difference === null) return;
      await this.keys.changeTerms(keyId, terms);
      await this.trace.record(actor, key, 'changed', difference);
    });
  }

  private termsOf(actor: Person, key: ApiKey, changes: KeyChanges): KeyTerms {
    const { name = key.name, scopes, addresses, ratePerSecond, expiresAt } = changes;
    if (scopes !== undefined) requireScopesOf(actor, key.ownerId, scopes);
    if (ratePerSecond !== undefined) requireRateOf(actor, ratePerSecond, this.usualRate.perSecond);
    return {
      name,
      scopes: scopes ?? key.scopes,
      allowedCidrs: addresses === undefined ? key.allowedCidrs : addressList(addresses),
      ratePerSecond: ratePerSecond === undefined ? key.ratePerSecond : ratePerSecond,
      expiresAt: expiresAt === undefined ? key.expiresAt : expiryOf(expiresAt, this.clock.now(), actor),
    };
  }
}
