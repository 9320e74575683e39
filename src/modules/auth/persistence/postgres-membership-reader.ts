import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { MallId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Member, MembershipId, MembershipPlace } from '../domain/membership';
import { MembershipReader, type MemberFilter } from '../ports/membership-reader';

const MEMBERS = 'memberships JOIN users ON users.id = memberships.user_id';

const COLUMNS = `
  memberships.id, memberships.user_id AS "userId", memberships.mall_id AS "mallId", memberships.role,
  memberships.store_id AS "storeId", users.email, users.name`;

const MATCHES = `
  memberships.mall_id = $1 AND ($2::text IS NULL OR memberships.role = $2)
  AND ($3::text IS NULL OR strpos(users.email, lower($3)) > 0 OR strpos(lower(users.name), lower($3)) > 0)`;

@Injectable()
export class PostgresMembershipReader extends MembershipReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(mallId: MallId, id: MembershipId): Promise<Member | null> {
    const member = await this.database.first<Member>(
      `SELECT ${COLUMNS} FROM ${MEMBERS} WHERE memberships.id = $1 AND memberships.mall_id = $2`,
      [id, mallId],
    );
    return member ?? null;
  }

  async list({ mallId, search, role }: MemberFilter, request: PageRequest): Promise<Page<Member>> {
    const matching = [mallId, role, search];
    const [after = null] = request.after ?? [];
    const members = await this.database.rows<Member>(
      `SELECT ${COLUMNS} FROM ${MEMBERS}
        WHERE ${MATCHES} AND ($4::uuid IS NULL OR memberships.id < $4)
        ORDER BY memberships.id DESC LIMIT $5 OFFSET $6`,
      [...matching, after, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM ${MEMBERS} WHERE ${MATCHES}`,
      matching,
    );
    return pageOf(members, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
  }

  async isAnybodyAt({ mallId, storeId }: MembershipPlace): Promise<boolean> {
    const row = await this.database.first(
      `SELECT 1 AS found FROM memberships
        WHERE memberships.mall_id = $1 AND ($2::uuid IS NULL OR memberships.store_id = $2) LIMIT 1`,
      [mallId, storeId],
    );
    return row !== undefined;
  }

  places(): Promise<readonly MembershipPlace[]> {
    return this.database.rows<MembershipPlace>(
      'SELECT DISTINCT memberships.mall_id AS "mallId", memberships.store_id AS "storeId" FROM memberships',
    );
  }
}
