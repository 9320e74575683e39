import type { CursorKey, PageRequest } from '#libs/paging';
import { Conditions } from '#platform/database/conditions';
import type { VideoFilter, VideoOrder } from '../domain/video-list';
import { LISTED } from './video-columns';
import { branchesOf } from './video-list-branches';
import { sortKeyOf, type SortKey } from './video-list-statement';

export interface Statement {
  readonly sql: string;
  readonly values: readonly unknown[];
}

/** Nobody leafs through more of what a search finds, so counting it ends here. */
export const MOST_COUNTED = 10_000;

/**
 * A page and the count of all there is, in one answer: the count stands in every row, also in the one that comes without a
 * video. Rows are wide and lie anywhere, so ids and keys are found first, in an index alone where it knows what is filtered by,
 * and only the rows of one page are read.
 */
export function listStatement(filter: VideoFilter, order: VideoOrder, request: PageRequest): Statement {
  const { with: found, values } = (filter.search === null ? walked : searched)(filter, order, request);
  return {
    sql: `
      WITH ${found}, page AS (SELECT * FROM found ${slice(order, request)})
      SELECT counted.count, ${LISTED}, page.key::text AS "sortKey"
        FROM counted LEFT JOIN page ON true LEFT JOIN videos ON videos.id = page.id
       ORDER BY page.key ${order.direction}, page.id ${order.direction}`,
    values,
  };
}

interface Found {
  /** Defines `found`, of which the page is a part, and `counted`. */
  readonly with: string;
  readonly values: readonly unknown[];
}

function walked(filter: VideoFilter, order: VideoOrder, request: PageRequest): Found {
  const found = walk(filter, order, request);
  const all = eachOf(
    branchesOf(filter),
    (where) => `SELECT 1 FROM videos WHERE ${where}`,
    found.values.length,
  );
  return {
    with: `found AS (${found.sql}), counted AS (SELECT count(*)::int AS count FROM (${all.sql}) AS matching)`,
    values: [...found.values, ...all.values],
  };
}

/**
 * What a search finds is found once, counted and put in order. Where it is more than is counted, the list is walked instead: a
 * page of what there is so much of is soon come across.
 */
function searched(filter: VideoFilter, order: VideoOrder, request: PageRequest): Found {
  const key = sortKeyOf(order);
  const limit = `LIMIT ${String(MOST_COUNTED + 1)}`;
  const matching = eachOf(
    branchesOf(filter),
    (where) => `SELECT videos.id, ${key.sql} AS key FROM videos WHERE ${where} ${limit}`,
  );
  const few = beyond(
    Conditions.of(`(SELECT count FROM counted) <= ${String(MOST_COUNTED)}`),
    { ...key, sql: 'matching.key' },
    request.after,
    'matching.id',
  ).numberedAfter(matching.values.length);
  const before = [...matching.values, ...few.values];
  const many = walk(filter, order, request, before.length);
  return {
    with: `
      matching AS MATERIALIZED (SELECT * FROM (${matching.sql}) AS each ${limit}),
      counted AS MATERIALIZED (SELECT count(*)::int AS count FROM matching),
      found AS (
        SELECT id, key FROM matching WHERE ${few.sql}
        UNION ALL
        SELECT id, key FROM (${many.sql}) AS many WHERE (SELECT count FROM counted) > ${String(MOST_COUNTED)})`,
    values: [...before, ...many.values],
  };
}

function walk(filter: VideoFilter, order: VideoOrder, request: PageRequest, valuesBefore = 0): Statement {
  const key = sortKeyOf(order);
  const inOrder = `ORDER BY ${key.sql} ${order.direction}, videos.id ${order.direction}`;
  const limit = `LIMIT ${String(request.offset + request.size + 1)}`;
  return eachOf(
    branchesOf(filter).map((branch) => beyond(branch, key, request.after)),
    (where) => `SELECT videos.id, ${key.sql} AS key FROM videos WHERE ${where} ${inOrder} ${limit}`,
    valuesBefore,
  );
}

function eachOf(
  branches: readonly Conditions[],
  select: (where: string) => string,
  valuesBefore = 0,
): Statement {
  const selects: string[] = [];
  const values: unknown[] = [];
  for (const branch of branches) {
    selects.push(`(${select(branch.numberedAfter(valuesBefore + values.length).sql)})`);
    values.push(...branch.values);
  }
  return { sql: selects.join(' UNION ALL '), values };
}

function beyond(among: Conditions, key: SortKey, after: CursorKey | null, id = 'videos.id'): Conditions {
  if (after === null) return among;
  return among.and(`(${key.sql}, ${id}) ${key.beyond} (?::${key.type}, ?::uuid)`, ...after);
}

function slice({ direction }: VideoOrder, { size, offset }: PageRequest): string {
  return `ORDER BY key ${direction}, id ${direction} LIMIT ${String(size + 1)} OFFSET ${String(offset)}`;
}
