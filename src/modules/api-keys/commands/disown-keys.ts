import { Injectable } from '@nestjs/common';
import type { Actor } from '#kernel/actor';
import type { UserId } from '#kernel/id';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { KeyTrace } from './key-trace';

/** When an account goes to somebody else, what its former owner made with it goes. Runs within the unit of work of its caller. */
@Injectable()
export class DisownKeys {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly trace: KeyTrace,
  ) {}

  async execute(actor: Actor, ownerId: UserId): Promise<void> {
    for (const id of await this.keys.revokeAllOf(ownerId, 'disowned'))
      await this.trace.record(actor, { id, ownerId }, 'revoked', { after: { reason: 'disowned' } });
  }
}
