import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { UserId } from '#kernel/id';
import { UserNotFound } from '../domain/auth.errors';
import type { User } from '../domain/user';
import { UserReader, type UserFilter } from '../ports/user-reader';

@Injectable()
export class UserQueries {
  constructor(private readonly reader: UserReader) {}

  async get(id: UserId): Promise<User> {
    const user = await this.reader.find(id);
    if (user === null) throw UserNotFound();
    return user;
  }

  list(filter: UserFilter, request: PageRequest): Promise<Page<User>> {
    return this.reader.list(filter, request);
  }
}
