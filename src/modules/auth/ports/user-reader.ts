import type { Page, PageRequest } from '#libs/paging';
import type { UserId } from '#kernel/id';
import type { User } from '../domain/user';

export interface UserFilter {
  /** Part of the e-mail address or name, ignoring case, literally. */
  readonly search: string | null;
  readonly isDisabled: boolean | null;
}

export abstract class UserReader {
  abstract find(id: UserId): Promise<User | null>;
  /** Newest first. */
  abstract list(filter: UserFilter, request: PageRequest): Promise<Page<User>>;
}
