import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import { asId, type UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { User } from '../domain/user';
import { UserReader, type UserFilter } from '../ports/user-reader';
import { MEMBERSHIPS_JSON, type WithMemberships } from './membership-json';

interface UserViewRow extends WithMemberships {
  readonly id: string;
  readonly email: string;
  readonly name: string | null;
  readonly is_admin: boolean;
  readonly is_disabled: boolean;
  readonly created_at: Date;
  /** With microseconds, which a Date would lose: pages must neither skip nor repeat a row. */
  readonly created_key: string;
}

const COLUMNS = `
  users.id, users.email, users.name, users.is_admin, users.disabled_at IS NOT NULL AS is_disabled,
  users.created_at, users.created_at::text AS created_key, ${MEMBERSHIPS_JSON}`;

const MATCHES = `
  ($1::text IS NULL OR strpos(users.email, lower($1)) > 0 OR strpos(lower(users.name), lower($1)) > 0)
  AND ($2::boolean IS NULL OR (users.disabled_at IS NOT NULL) = $2)`;

@Injectable()
export class PostgresUserReader extends UserReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: UserId): Promise<User | null> {
    const row = await this.database.first<UserViewRow>(`SELECT ${COLUMNS} FROM users WHERE users.id = $1`, [
      id,
    ]);
    return row === undefined ? null : toUser(row);
  }

  async list(filter: UserFilter, request: PageRequest): Promise<Page<User>> {
    const matching = [filter.search, filter.isDisabled];
    const [createdKey = null, id = null] = request.after ?? [];
    const rows = await this.database.rows<UserViewRow>(
      `SELECT ${COLUMNS} FROM users
        WHERE ${MATCHES} AND ($3::timestamptz IS NULL OR (users.created_at, users.id) < ($3, $4))
        ORDER BY users.created_at DESC, users.id DESC
        LIMIT $5 OFFSET $6`,
      [...matching, createdKey, id, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM users WHERE ${MATCHES}`,
      matching,
    );
    const page = pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, (row) => [
      row.created_key,
      row.id,
    ]);
    return { ...page, items: page.items.map(toUser) };
  }
}

function toUser(row: UserViewRow): User {
  return {
    id: asId(row.id),
    email: row.email,
    name: row.name,
    isAdmin: row.is_admin,
    isDisabled: row.is_disabled,
    memberships: row.memberships,
    createdAt: row.created_at,
  };
}
