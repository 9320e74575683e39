import { Injectable } from '@nestjs/common';
import { asId, type ApiKeyId, type UserId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { ApiKey, KeyTerms, RevocationReason } from '../domain/api-key';
import { ApiKeyRepository, type NewApiKey } from '../ports/api-key-repository';
import { API_KEY_COLUMNS, IS_LIVE, toApiKey, type ApiKeyRow } from './api-key-rows';

/** With the owner's id it makes a lock of one user's keys. */
const KEYS_OF_USER_LOCK = 7_261_006;

/** Time is the database's: processes with different clocks must agree on what is over. */
@Injectable()
export class PostgresApiKeyRepository extends ApiKeyRepository {
  constructor(private readonly database: Database) {
    super();
  }

  async countLive(ownerId: UserId): Promise<number> {
    await this.database.query('SELECT pg_advisory_xact_lock($1, hashtext($2))', [KEYS_OF_USER_LOCK, ownerId]);
    const row = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM api_keys WHERE api_keys.owner_id = $1 AND ${IS_LIVE}`,
      [ownerId],
    );
    return row?.count ?? 0;
  }

  async insert({ id, ownerId, publicId, beginning, digest, replaces, ...terms }: NewApiKey): Promise<void> {
    await this.database.query(
      `INSERT INTO api_keys (id, owner_id, public_id, beginning, hash, pepper_id, replaces,
                             name, scopes, allowed_cidrs, rate_per_second, expires_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
      [id, ownerId, publicId, beginning, digest.hash, digest.pepperId, replaces, ...valuesOf(terms)],
    );
  }

  async lock(id: ApiKeyId): Promise<ApiKey | null> {
    const row = await this.database.first<ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE api_keys.id = $1 FOR UPDATE`,
      [id],
    );
    return row === undefined ? null : toApiKey(row);
  }

  async changeTerms(id: ApiKeyId, terms: KeyTerms): Promise<void> {
    await this.database.query(
      `UPDATE api_keys SET name = $2, scopes = $3, allowed_cidrs = $4, rate_per_second = $5, expires_at = $6
        WHERE id = $1`,
      [id, ...valuesOf(terms)],
    );
  }

  async retire(id: ApiKeyId, overlapSeconds: number): Promise<Date | null> {
    const row = await this.database.first<{ expires_at: Date }>(
      `UPDATE api_keys SET rotated_at = now(), expires_at = LEAST(expires_at, now() + make_interval(secs => $2))
        WHERE id = $1 AND rotated_at IS NULL AND ${IS_LIVE} RETURNING expires_at`,
      [id, overlapSeconds],
    );
    return row?.expires_at ?? null;
  }

  async revoke(id: ApiKeyId, reason: RevocationReason): Promise<boolean> {
    const { count } = await this.database.query(
      `UPDATE api_keys SET revoked_at = now(), revoked_for = $2 WHERE id = $1 AND ${IS_LIVE}`,
      [id, reason],
    );
    return count === 1;
  }

  async revokeAllOf(ownerId: UserId, reason: RevocationReason): Promise<readonly ApiKeyId[]> {
    const rows = await this.database.rows<{ id: string }>(
      `UPDATE api_keys SET revoked_at = now(), revoked_for = $2 WHERE owner_id = $1 AND ${IS_LIVE} RETURNING id`,
      [ownerId, reason],
    );
    return rows.map(({ id }) => asId(id));
  }
}

function valuesOf({ name, scopes, allowedCidrs, ratePerSecond, expiresAt }: KeyTerms): readonly unknown[] {
  return [name, scopes, allowedCidrs, ratePerSecond, expiresAt];
}
