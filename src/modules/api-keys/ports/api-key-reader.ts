import type { Page, PageRequest } from '#libs/paging';
import type { ApiKeyId, UserId } from '#kernel/id';
import type { ApiKey, KeyState } from '../domain/api-key';

export interface ApiKeyFilter {
  /** Null: everybody's. */
  readonly ownerId: UserId | null;
  readonly state: KeyState | null;
  /** Part of the name, ignoring case, literally. */
  readonly search: string | null;
}

export abstract class ApiKeyReader {
  abstract find(id: ApiKeyId): Promise<ApiKey | null>;
  /** Newest first. */
  abstract list(filter: ApiKeyFilter, request: PageRequest): Promise<Page<ApiKey>>;
  /** How many live keys there are of each pepper, by its id. */
  abstract countByPepper(): Promise<ReadonlyMap<string, number>>;
}
