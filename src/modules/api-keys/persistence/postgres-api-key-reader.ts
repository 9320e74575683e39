import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { ApiKeyId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { ApiKey } from '../domain/api-key';
import { ApiKeyReader, type ApiKeyFilter } from '../ports/api-key-reader';
import { API_KEY_COLUMNS, IS_LIVE, KEY_STATE, toApiKey, type ApiKeyRow } from './api-key-rows';

const MATCHES = `
  ($1::uuid IS NULL OR api_keys.owner_id = $1) AND ($2::text IS NULL OR ${KEY_STATE} = $2)
  AND ($3::text IS NULL OR strpos(lower(api_keys.name), lower($3)) > 0)`;

@Injectable()
export class PostgresApiKeyReader extends ApiKeyReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: ApiKeyId): Promise<ApiKey | null> {
    const row = await this.database.first<ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys WHERE api_keys.id = $1`,
      [id],
    );
    return row === undefined ? null : toApiKey(row);
  }

  async list({ ownerId, state, search }: ApiKeyFilter, request: PageRequest): Promise<Page<ApiKey>> {
    const matching = [ownerId, state, search];
    const [after = null] = request.after ?? [];
    const rows = await this.database.rows<ApiKeyRow>(
      `SELECT ${API_KEY_COLUMNS} FROM api_keys
        WHERE ${MATCHES} AND ($4::uuid IS NULL OR api_keys.id < $4)
        ORDER BY api_keys.id DESC LIMIT $5 OFFSET $6`,
      [...matching, after, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM api_keys WHERE ${MATCHES}`,
      matching,
    );
    const page = pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
    return { ...page, items: page.items.map(toApiKey) };
  }

  async countByPepper(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.database.rows<{ pepper_id: string; count: number }>(
      `SELECT api_keys.pepper_id, count(*)::int AS count FROM api_keys WHERE ${IS_LIVE} GROUP BY api_keys.pepper_id`,
    );
    return new Map(rows.map(({ pepper_id: pepperId, count }) => [pepperId, count]));
  }
}
