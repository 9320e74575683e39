import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { Person } from '#kernel/actor';
import type { ApiKeyId } from '#kernel/id';
import type { ApiKey } from '../domain/api-key';
import { ApiKeyNotFound, NotYourApiKey } from '../domain/api-key.errors';
import { requireKeeperOf } from '../domain/key-policy';
import { ApiKeyReader, type ApiKeyFilter } from '../ports/api-key-reader';

/** Keys without their secrets: those of the asker, and everybody's for an admin. */
@Injectable()
export class ApiKeyQueries {
  constructor(private readonly reader: ApiKeyReader) {}

  async get(actor: Person, id: ApiKeyId): Promise<ApiKey> {
    const key = await this.reader.find(id);
    if (key === null) throw ApiKeyNotFound();
    requireKeeperOf(actor, key.ownerId);
    return key;
  }

  async list(actor: Person, filter: ApiKeyFilter, request: PageRequest): Promise<Page<ApiKey>> {
    const { role, userId } = actor;
    if (role === 'admin') return this.reader.list(filter, request);
    if (filter.ownerId !== null && filter.ownerId !== userId)
      throw NotYourApiKey('Only an admin may ask for the keys of others.');
    return this.reader.list({ ...filter, ownerId: userId }, request);
  }
}
