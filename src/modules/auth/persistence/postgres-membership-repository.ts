import { Injectable } from '@nestjs/common';
import type { Membership } from '#kernel/actor';
import type { DomainError } from '#kernel/domain-error';
import type { MallId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { isViolationOf } from '#platform/database/database-failure';
import { AlreadyMember, UserUnknown } from '../domain/auth.errors';
import type { HeldMembership, MembershipId } from '../domain/membership';
import { MembershipRepository } from '../ports/membership-repository';

@Injectable()
export class PostgresMembershipRepository extends MembershipRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert({ id, userId, mallId, role, storeId }: HeldMembership): Promise<void> {
    await this.write(
      'INSERT INTO memberships (id, user_id, mall_id, role, store_id) VALUES ($1, $2, $3, $4, $5)',
      [id, userId, mallId, role, storeId],
    );
  }

  async lock(mallId: MallId, id: MembershipId): Promise<HeldMembership | null> {
    const row = await this.database.first<HeldMembership>(
      `SELECT memberships.id, memberships.user_id AS "userId", memberships.mall_id AS "mallId",
              memberships.role, memberships.store_id AS "storeId"
         FROM memberships WHERE memberships.id = $1 AND memberships.mall_id = $2 FOR UPDATE`,
      [id, mallId],
    );
    return row ?? null;
  }

  async change(id: MembershipId, { role, storeId }: Pick<Membership, 'role' | 'storeId'>): Promise<void> {
    await this.write('UPDATE memberships SET role = $2, store_id = $3 WHERE id = $1', [id, role, storeId]);
  }

  async delete(id: MembershipId): Promise<void> {
    await this.database.query('DELETE FROM memberships WHERE id = $1', [id]);
  }

  private async write(sql: string, parameters: readonly unknown[]): Promise<void> {
    try {
      await this.database.query(sql, parameters);
    } catch (error) {
      if (isViolationOf(error, 'uq_memberships')) throw AlreadyMember();
      if (isViolationOf(error, 'memberships_user_id_fkey')) throw unknownUser();
      throw error;
    }
  }
}

function unknownUser(): DomainError {
  return UserUnknown(undefined, {
    faults: [{ field: 'user_id', code: 'UNKNOWN', message: UserUnknown.says }],
  });
}
