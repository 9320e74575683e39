import type { MallId, PinId } from '#kernel/id';
import type { Visibility } from './video-view';

/** What people may change of a video. What is not there stays as it is. */
export interface VideoEdits {
  readonly title?: string;
  readonly description?: string;
  readonly tags?: readonly string[];
  readonly visibility?: Visibility;
  readonly operatorNotes?: string;
  readonly recordedAt?: Date | null;
  readonly mallId?: MallId;
  readonly pinId?: PinId | null;
}

export const MOST_TAGS = 50;
export const LONGEST_TAG = 64;

export function withTags(tags: readonly string[], more: readonly string[]): readonly string[] {
  return [...new Set([...tags, ...more])];
}

export function withoutTags(tags: readonly string[], fewer: readonly string[]): readonly string[] {
  return tags.filter((tag) => !fewer.includes(tag));
}
