import type { Scope } from '#kernel/actor';
import { asId } from '#kernel/id';
import type { ApiKey, KeyState, RevocationReason } from '../domain/api-key';

/** On the clock of the database, on which processes agree. */
export const KEY_STATE = `
  CASE WHEN api_keys.revoked_at IS NOT NULL THEN 'revoked'
       WHEN api_keys.expires_at <= now() THEN 'expired'
       WHEN api_keys.rotated_at IS NOT NULL THEN 'retiring'
       ELSE 'active' END`;

export const API_KEY_COLUMNS = `
  api_keys.id, api_keys.owner_id, api_keys.beginning, api_keys.name, api_keys.scopes, api_keys.allowed_cidrs,
  api_keys.rate_per_second, api_keys.created_at, api_keys.expires_at, api_keys.replaces, api_keys.rotated_at,
  api_keys.revoked_at, api_keys.revoked_for, api_keys.last_used_at, api_keys.last_used_address,
  api_keys.last_used_agent, ${KEY_STATE} AS state`;

/** Of a key that opens something at this moment. */
export const IS_LIVE = `
  api_keys.revoked_at IS NULL AND (api_keys.expires_at IS NULL OR api_keys.expires_at > now())`;

export interface ApiKeyRow {
  readonly id: string;
  readonly owner_id: string;
  readonly beginning: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly allowed_cidrs: readonly string[];
  readonly rate_per_second: number | null;
  readonly state: KeyState;
  readonly created_at: Date;
  readonly expires_at: Date | null;
  readonly replaces: string | null;
  readonly rotated_at: Date | null;
  readonly revoked_at: Date | null;
  readonly revoked_for: RevocationReason | null;
  readonly last_used_at: Date | null;
  readonly last_used_address: string | null;
  readonly last_used_agent: string | null;
}

export function toApiKey(row: ApiKeyRow): ApiKey {
  const { last_used_at: at, last_used_address: address, last_used_agent: agent } = row;
  return {
    id: asId(row.id),
    ownerId: asId(row.owner_id),
    beginning: row.beginning,
    name: row.name,
    scopes: row.scopes,
    allowedCidrs: row.allowed_cidrs,
    ratePerSecond: row.rate_per_second,
    state: row.state,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    replaces: row.replaces === null ? null : asId(row.replaces),
    rotatedAt: row.rotated_at,
    revokedAt: row.revoked_at,
    revokedFor: row.revoked_for,
    lastUse: at === null || address === null ? null : { at, address, agent },
  };
}
