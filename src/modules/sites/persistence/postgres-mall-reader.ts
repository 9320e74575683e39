import { Injectable } from '@nestjs/common';
import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { MallId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Mall } from '../domain/mall';
import { MallReader, type MallFilter } from '../ports/mall-reader';
import { toMall, type MallRow } from './mall.table';

const COLUMNS = 'malls.id, malls.name, malls.detection_model, malls.created_at, malls.updated_at';

const MATCHES = `
  ($1::uuid[] IS NULL OR malls.id = ANY($1))
  AND ($2::text IS NULL OR strpos(lower(malls.name), lower($2)) > 0)`;

/** Ids rise with time, so that one column is order and key. */
@Injectable()
export class PostgresMallReader extends MallReader {
  constructor(private readonly database: Database) {
    super();
  }

  async find(id: MallId): Promise<Mall | null> {
    const row = await this.database.first<MallRow>(`SELECT ${COLUMNS} FROM malls WHERE malls.id = $1`, [id]);
    return row === undefined ? null : toMall(row);
  }

  async list(
    among: readonly MallId[] | null,
    { search }: MallFilter,
    request: PageRequest,
  ): Promise<Page<Mall>> {
    const [after = null] = request.after ?? [];
    const rows = await this.database.rows<MallRow>(
      `SELECT ${COLUMNS} FROM malls
        WHERE ${MATCHES} AND ($3::uuid IS NULL OR malls.id < $3)
        ORDER BY malls.id DESC LIMIT $4 OFFSET $5`,
      [among, search, after, request.size + 1, request.offset],
    );
    const total = await this.database.first<{ count: number }>(
      `SELECT count(*)::int AS count FROM malls WHERE ${MATCHES}`,
      [among, search],
    );
    const page = pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
    return { ...page, items: page.items.map(toMall) };
  }
}
