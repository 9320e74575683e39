import type { PinId, VideoId } from '#kernel/id';
import type { VideoItem, VideoView } from './video-view';

/**
 * A video of a list, as text: whoever remembers what became of it under this stamp need not read it again. Twenty of them put
 * together anew were measured to be a third of what a list costs.
 */
export interface ListedVideo {
  readonly id: VideoId;
  readonly pinId: PinId | null;
  /** Another one after every change of the record. */
  readonly stamp: string;
  /** A VideoItem in JSON. */
  readonly text: string;
}

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

export function readItem({ text }: ListedVideo): VideoItem {
  return withTimes(JSON.parse(text) as Record<string, unknown>, NAMES_IN_ITEM) as unknown as VideoItem;
}

function withTimes(row: Record<string, unknown>, names: readonly string[]): Record<string, unknown> {
  for (const name of names) if (row[name] !== null) row[name] = new Date(row[name] as string);
  return row;
}
