import { Injectable } from '@nestjs/common';
import type { Page, PageRequest } from '#libs/paging';
import type { MallId } from '#kernel/id';
import { Database } from '#platform/database/database';
import type { Mall } from '../domain/mall';
import { MallReader, type MallFilter } from '../ports/mall-reader';
import { toMall, type MallRow } from './mall.table';
import { newestFirst } from './newest-first';

const COLUMNS = 'malls.id, malls.name, malls.detection_model, malls.created_at, malls.updated_at';

const MATCHES = `
  ($1::uuid[] IS NULL OR malls.id = ANY($1))
  AND ($2::text IS NULL OR strpos(lower(malls.name), lower($2)) > 0)`;

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
    const matching = { columns: COLUMNS, table: 'malls', where: MATCHES, values: [among, search] } as const;
    const page = await newestFirst<MallRow>(this.database, matching, request);
    return { ...page, items: page.items.map(toMall) };
  }
}
