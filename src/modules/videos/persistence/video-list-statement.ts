import { Conditions } from '#platform/database/conditions';
import type { SeenVideos, VideoOrder } from '../domain/video-list';

export interface SortKey {
  /** Never NULL: what is missing comes last, whichever way the list goes. */
  readonly sql: string;
  readonly type: string;
  readonly beyond: '<' | '>';
}

const SORT_KEYS: Readonly<
  Record<VideoOrder['by'], { readonly type: string; readonly asc: string; readonly desc: string }>
> = {
  created_at: bothWays('timestamptz', 'videos.created_at'),
  uploaded_at: {
    type: 'timestamptz',
    asc: `COALESCE(videos.uploaded_at, 'infinity')`,
    desc: `COALESCE(videos.uploaded_at, '-infinity')`,
  },
  // The same order on every installation, and after every upgrade of its system.
  title: bothWays('text', `lower(videos.title) COLLATE "C"`),
  duration: {
    type: 'float8',
    asc: `COALESCE(videos.duration_seconds, 'Infinity')`,
    desc: 'COALESCE(videos.duration_seconds, -1)',
  },
  file_size: bothWays('bigint', 'videos.file_size_bytes'),
  view_count: bothWays('bigint', 'videos.view_count'),
};

function bothWays(type: string, sql: string): { type: string; asc: string; desc: string } {
  return { type, asc: sql, desc: sql };
}

export function sortKeyOf({ by, direction }: VideoOrder): SortKey {
  const { type, [direction]: sql } = SORT_KEYS[by];
  return { sql, type, beyond: direction === 'asc' ? '>' : '<' };
}

/** One equality where that is all there is, so that an index can be followed in its order. */
export function within(scope: SeenVideos, among: Conditions): Conditions {
  if (scope.of === 'everybody') return among;
  const ways: [sql: string, value: unknown][] = [['videos.owner_id = ?', scope.ownerId]];
  if (scope.mallIds.length > 0) ways.push(['videos.mall_id = ANY(?)', scope.mallIds]);
  if (scope.pinIds.length > 0) ways.push(['videos.pin_id = ANY(?)', scope.pinIds]);
  const sql = ways.map(([way]) => way).join(' OR ');
  return among.and(ways.length === 1 ? sql : `(${sql})`, ...ways.map(([, value]) => value));
}
