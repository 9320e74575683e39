import { Conditions } from '#platform/database/conditions';
import type { SeenVideos, VideoFilter } from '../domain/video-list';

interface Way {
  readonly conditions: Conditions;
  readonly readsNotes: boolean;
}

const IN_NAMES = 'videos.search_text LIKE lower(?)';
/** `search_text` holds title and filename with a line break between them: a text that has one could begin in the one and end in the other. */
const IN_ONE_NAME = `${IN_NAMES} AND (lower(videos.title) LIKE lower(?) OR lower(videos.original_filename) LIKE lower(?))`;
const IN_NOTES = `videos.operator_notes <> '' AND lower(videos.operator_notes) LIKE lower(?)`;

/**
 * What a list is about, as sets of videos that have nothing in common and are together what scope and filter let through: an
 * index answers each of them in its order, and none answers an OR.
 */
export function branchesOf(filter: VideoFilter): readonly Conditions[] {
  const ways = waysIn(filter.scope, ofLifeOrDeath(filter));
  return ways.flatMap((way) => searched(filter.search, way)).map((branch) => narrowed(filter, branch));
}

function ofLifeOrDeath({ isDeleted }: VideoFilter): Conditions {
  return isDeleted
    ? Conditions.of(`videos.deleted_at IS NOT NULL AND videos.deleted_for <> 'withdrawn'`)
    : Conditions.of('videos.deleted_at IS NULL');
}

function waysIn(scope: SeenVideos, among: Conditions): readonly Way[] {
  if (scope.of === 'everybody') return [{ conditions: among, readsNotes: true }];
  const { ownerId, mallIds, pinIds } = scope;
  const ways: Way[] = [];
  let rest = among;
  for (const [column, ids] of [
    ['videos.mall_id', mallIds],
    ['videos.pin_id', pinIds],
  ] as const) {
    if (ids.length === 0) continue;
    ways.push({ conditions: rest.and(...isOneOf(column, ids)), readsNotes: ids === mallIds });
    rest = rest.and(`(${column} = ANY(?)) IS NOT TRUE`, ids);
  }
  return [...ways, { conditions: rest.and('videos.owner_id = ?', ownerId), readsNotes: false }];
}

/** One equality where that is all there is, so that an index can be followed in its order. */
function isOneOf(column: string, ids: readonly string[]): [sql: string, value: unknown] {
  return ids.length === 1 ? [`${column} = ?`, ids[0]] : [`${column} = ANY(?)`, ids];
}

function searched(search: string | null, { conditions, readsNotes }: Way): readonly Conditions[] {
  if (search === null) return [conditions];
  const part = `%${search.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;
  const [inNames, parts] = search.includes('\n') ? [IN_ONE_NAME, [part, part, part]] : [IN_NAMES, [part]];
  const found = conditions.and(inNames, ...parts);
  return readsNotes ? [found, conditions.and(`${IN_NOTES} AND NOT (${inNames})`, part, ...parts)] : [found];
}

/** Times as the indexes hold them, where an unknown one is out of every range. */
function narrowed(filter: VideoFilter, among: Conditions): Conditions {
  const unknown = filter.uploadedAfter === null ? 'infinity' : '-infinity';
  return among
    .andIfGiven('videos.owner_id = ?', filter.ownerId)
    .andIfGiven('videos.mall_id = ?', filter.mallId)
    .andIfGiven('videos.pin_id = ?', filter.pinId)
    .andIfGiven('videos.status = ?', filter.status)
    .andIfGiven('videos.has_proxy = ?', filter.hasProxy)
    .andIfGiven(`COALESCE(videos.uploaded_at, '-infinity') > ?`, filter.uploadedAfter)
    .andIfGiven(`COALESCE(videos.uploaded_at, '${unknown}') < ?`, filter.uploadedBefore)
    .andIfGiven('videos.tags @> ARRAY[?]', filter.tag)
    .andIfGiven('videos.visibility = ?', filter.visibility);
}
