import type { Page } from '#libs/paging';
import type { VideoItem, VideoView } from '../domain/video-view';

/** The compiler says so when one is missing: JSON would make a text of it. */
type TimesOf<Row> = { [Name in keyof Row]-?: Date extends Row[Name] ? Name : never }[keyof Row];

const ITEM_TIMES: Readonly<Record<TimesOf<VideoItem>, true>> = {
  playbackRevokedAt: true,
  recordedAt: true,
  uploadedAt: true,
  createdAt: true,
};
const VIEW_TIMES: Readonly<Record<TimesOf<VideoView>, true>> = {
  ...ITEM_TIMES,
  processingStartedAt: true,
  processingCompletedAt: true,
  updatedAt: true,
};
const NAMES_IN_ITEM = Object.keys(ITEM_TIMES);
const NAMES_IN_VIEW = Object.keys(VIEW_TIMES);

export function readView(text: string): VideoView {
  return withTimes(JSON.parse(text) as Record<string, unknown>, NAMES_IN_VIEW) as unknown as VideoView;
}

export function readPage(text: string): Page<VideoItem> {
  const page = JSON.parse(text) as Page<VideoItem>;
  for (const item of page.items) withTimes(item as unknown as Record<string, unknown>, NAMES_IN_ITEM);
  return page;
}

function withTimes(row: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  for (const name of names) if (row[name] !== null) row[name] = new Date(row[name] as string);
  return row;
}
