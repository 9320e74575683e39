import { pageOf, type Page, type PageRequest } from '#libs/paging';
import type { Database } from '#platform/database/database';

interface Matching {
  readonly columns: string;
  readonly table: 'malls' | 'stores' | 'pins';
  /** A condition on the parameters $1 to $n. */
  readonly where: string;
  readonly values: readonly unknown[];
}

/** Ids rise with time, so that one column is order and key. */
export async function newestFirst<Row extends { readonly id: string }>(
  database: Database,
  { columns, table, where, values }: Matching,
  request: PageRequest,
): Promise<Page<Row>> {
  const [after = null] = request.after ?? [];
  const [key, limit, offset] = [1, 2, 3].map((place) => `$${String(values.length + place)}`);
  const rows = await database.rows<Row>(
    `SELECT ${columns} FROM ${table}
      WHERE ${where} AND (${key}::uuid IS NULL OR ${table}.id < ${key})
      ORDER BY ${table}.id DESC LIMIT ${limit} OFFSET ${offset}`,
    [...values, after, request.size + 1, request.offset],
  );
  const total = await database.first<{ count: number }>(
    `SELECT count(*)::int AS count FROM ${table} WHERE ${where}`,
    values,
  );
  return pageOf(rows, request, { count: total?.count ?? 0, isCapped: false }, ({ id }) => [id]);
}
