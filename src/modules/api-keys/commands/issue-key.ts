import { Injectable } from '@nestjs/common';
import type { Person } from '#kernel/actor';
import { newId, type ApiKeyId } from '#kernel/id';
import type { KeyTerms } from '../domain/api-key';
import { ApiKeyRepository } from '../ports/api-key-repository';
import { KeySecrets } from '../ports/key-secrets';
import { KeyTrace, pictureOf } from './key-trace';

/** The one moment at which a key is seen. */
export interface IssuedKey {
  readonly id: ApiKeyId;
  readonly text: string;
}

/** A new key of the actor, with its trace. Runs within the unit of work of its caller. */
@Injectable()
export class IssueKey {
  constructor(
    private readonly keys: ApiKeyRepository,
    private readonly secrets: KeySecrets,
    private readonly trace: KeyTrace,
  ) {}

  async execute(actor: Person, terms: KeyTerms, replaces: ApiKeyId | null): Promise<IssuedKey> {
    const { text, ...secret } = this.secrets.mint();
    const id = newId<'api_key'>();
    const key = { id, ownerId: actor.userId, ...terms, ...secret, replaces };
    await this.keys.insert(key);
    await this.trace.record(actor, key, 'created', { after: { ...pictureOf(terms), replaces } });
    return { id, text };
  }
}
