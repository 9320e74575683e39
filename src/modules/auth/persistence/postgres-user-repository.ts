import { Injectable } from '@nestjs/common';
import { asId, type UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import { isViolationOf } from '#platform/database/database-failure';
import { EmailTaken } from '../domain/auth.errors';
import { UserRepository, type Account, type NewUser } from '../ports/user-repository';
import { UserTable } from './user.table';

const FIRST_ADMIN_LOCK = 7_261_003;

@Injectable()
export class PostgresUserRepository extends UserRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async insert({ id, email, name, passwordHash, isAdmin }: NewUser): Promise<void> {
    try {
      await this.database.entities.insert(UserTable, {
        id,
        email,
        name,
        password_hash: passwordHash,
        is_admin: isAdmin,
      });
    } catch (error) {
      throw isViolationOf(error, 'uq_users_email') ? EmailTaken() : error;
    }
  }

  async findAccount(email: string): Promise<Account | null> {
    const row = await this.database.first<{ id: string; password_hash: string; is_disabled: boolean }>(
      `SELECT users.id, users.password_hash, users.disabled_at IS NOT NULL AS is_disabled
         FROM users WHERE users.email = $1`,
      [email],
    );
    if (row === undefined) return null;
    return { id: asId(row.id), passwordHash: row.password_hash, isDisabled: row.is_disabled };
  }

  async rename(id: UserId, name: string | null): Promise<void> {
    await this.database.entities.update(UserTable, { id }, { name });
  }

  async replacePassword(id: UserId, passwordHash: string): Promise<void> {
    await this.database.entities.update(UserTable, { id }, { password_hash: passwordHash });
  }

  grantAdmin(id: UserId): Promise<boolean> {
    return this.changes('UPDATE users SET is_admin = true WHERE id = $1 AND NOT is_admin', id);
  }

  revokeAdmin(id: UserId): Promise<boolean> {
    return this.changes('UPDATE users SET is_admin = false WHERE id = $1 AND is_admin', id);
  }

  disable(id: UserId): Promise<boolean> {
    return this.changes('UPDATE users SET disabled_at = now() WHERE id = $1 AND disabled_at IS NULL', id);
  }

  enable(id: UserId): Promise<boolean> {
    return this.changes('UPDATE users SET disabled_at = NULL WHERE id = $1 AND disabled_at IS NOT NULL', id);
  }

  async lockActiveAdmins(): Promise<readonly UserId[]> {
    const rows = await this.database.rows<{ id: string }>(
      `SELECT users.id FROM users WHERE users.is_admin AND users.disabled_at IS NULL ORDER BY users.id FOR UPDATE`,
    );
    return rows.map(({ id }) => asId(id));
  }

  async hasActiveAdmin(): Promise<boolean> {
    const row = await this.database.first(
      'SELECT 1 AS found FROM users WHERE users.is_admin AND users.disabled_at IS NULL LIMIT 1',
    );
    return row !== undefined;
  }

  async lockFirstAdmin(): Promise<void> {
    await this.database.query('SELECT pg_advisory_xact_lock($1)', [FIRST_ADMIN_LOCK]);
  }

  private async changes(sql: string, id: UserId): Promise<boolean> {
    return (await this.database.query(sql, [id])).count === 1;
  }
}
