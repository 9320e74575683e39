import type { CursorKey, PageRequest } from '#libs/paging';
import { Conditions } from '#platform/database/conditions';
import type { VideoFilter, VideoOrder } from '../domain/video-list';
import { ITEM } from './video-columns';
import { branchesOf } from './video-list-branches';
import { sortKeyOf, type SortKey } from './video-list-statement';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/**
 * Rows are wide and lie anywhere, so ids and keys are found first, in an index alone where it knows what is filtered by, and
 * only the rows of one page are read.
 */
export function pageStatement(filter: VideoFilter, order: VideoOrder, request: PageRequest): Statement {
  const key = sortKeyOf(order);
  const inOrder = `ORDER BY ${key.sql} ${order.direction}, videos.id ${order.direction}`;
  const limit = `LIMIT ${String(request.offset + request.size + 1)}`;
  const branches = branchesOf(filter).map((branch) => beyond(branch, key, request.after));
  const { sql, values } = eachOf(
    branches,
    (where) => `SELECT videos.id, ${key.sql} AS key FROM videos WHERE ${where} ${inOrder} ${limit}`,
  );
  return {
    sql: `
      WITH page AS (SELECT * FROM (${sql}) AS found ${slice(order, request)})
      SELECT ${ITEM}, page.key::text AS "sortKey" FROM page JOIN videos ON videos.id = page.id
       ORDER BY page.key ${order.direction}, page.id ${order.direction}`,
    values,
  };
}

export function countStatement(filter: VideoFilter): Statement {
  const { sql, values } = eachOf(branchesOf(filter), (where) => `SELECT 1 FROM videos WHERE ${where}`);
  return { sql: `SELECT count(*)::int AS count FROM (${sql}) AS matching`, values };
}

/**
 * For what a search finds: up to `most` are found once, counted and, when that is all of them, put in order. Otherwise no page
 * is in the answer: where so much is found, a walk in the order of the list comes across a page of it soon.
 */
export function searchStatement(
  filter: VideoFilter,
  order: VideoOrder,
  request: PageRequest,
  most: number,
): Statement {
  const key = sortKeyOf(order);
  const limit = `LIMIT ${String(most + 1)}`;
  const matching = eachOf(
    branchesOf(filter),
    (where) => `SELECT videos.id, ${key.sql} AS key FROM videos WHERE ${where} ${limit}`,
  );
  const { sql: isBeyond, values } = beyond(
    Conditions.of('counted.count <= ?', most),
    { ...key, sql: 'matching.key' },
    request.after,
    'matching.id',
  ).numberedAfter(matching.values.length);
  return {
    sql: `
      WITH matching AS MATERIALIZED (SELECT * FROM (${matching.sql}) AS found ${limit}),
           counted AS (SELECT count(*)::int AS count FROM matching),
           page AS (SELECT matching.* FROM matching, counted WHERE ${isBeyond} ${slice(order, request)})
      SELECT counted.count, ${ITEM}, page.key::text AS "sortKey"
        FROM counted LEFT JOIN page ON true LEFT JOIN videos ON videos.id = page.id
       ORDER BY page.key ${order.direction}, page.id ${order.direction}`,
    values: [...matching.values, ...values],
  };
}

function eachOf(branches: readonly Conditions[], select: (where: string) => string): Statement {
  const numbered = branches.reduce<{ sql: readonly string[]; values: readonly unknown[] }>(
    ({ sql, values }, branch) => ({
      sql: [...sql, `(${select(branch.numberedAfter(values.length).sql)})`],
      values: [...values, ...branch.values],
    }),
    { sql: [], values: [] },
  );
  return { sql: numbered.sql.join(' UNION ALL '), values: numbered.values };
}

function beyond(among: Conditions, key: SortKey, after: CursorKey | null, id = 'videos.id'): Conditions {
  if (after === null) return among;
  return among.and(`(${key.sql}, ${id}) ${key.beyond} (?::${key.type}, ?::uuid)`, ...after);
}

function slice({ direction }: VideoOrder, { size, offset }: PageRequest): string {
  return `ORDER BY key ${direction}, id ${direction} LIMIT ${String(size + 1)} OFFSET ${String(offset)}`;
}
