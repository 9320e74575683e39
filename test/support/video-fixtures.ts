import type { Actor } from '#kernel/actor';
import { newId, type MallId, type PinId, type StoreId, type UserId } from '#kernel/id';
import type { VideoOrder } from '../../src/modules/videos/domain/video-list';
import type { VideoStatus } from '../../src/modules/videos/domain/video-status';
import type { Visibility } from '../../src/modules/videos/domain/video-view';
import type { VideoWishes } from '../../src/modules/videos/queries/video.queries';
import type { SeededRandom } from './seeded-random';

export interface WorldPin {
  readonly id: PinId;
  readonly mallId: MallId;
  readonly storeId: StoreId | null;
}

export interface World {
  readonly owners: readonly UserId[];
  readonly malls: readonly MallId[];
  readonly pins: readonly WorldPin[];
}

/** What can be seen, asked for and sorted by, as a test holds it in memory. */
export interface ListedVideo {
  readonly id: string;
  readonly ownerId: UserId;
  readonly mallId: MallId | null;
  readonly pinId: PinId | null;
  readonly storeId: StoreId | null;
  readonly title: string;
  readonly filename: string;
  readonly notes: string;
  readonly tags: readonly string[];
  readonly status: VideoStatus;
  readonly visibility: Visibility;
  readonly hasProxy: boolean;
  readonly fileSizeBytes: number;
  readonly durationSeconds: number | null;
  readonly viewCount: number;
  readonly uploadedAt: Date | null;
  readonly createdAt: Date;
  readonly deletedFor: 'withdrawn' | 'deletion' | 'deletion_keeping_files' | null;
}

/** With everything that a pattern could take for something else. */
export const WORDS = ['north', 'NORTH', '100%', 'a_b', 'ab', '\\', 'Straße', `o'clock`, 'x'] as const;
const STATES = ['pending', 'processing', 'completed', 'failed'] as const;
const HOUR_MS = 3600_000;
const EPOCH_MS = Date.UTC(2026, 0, 1);

/** Few different values of everything, so that rows are equal in what they are sorted by. */
export function randomVideo(
  random: SeededRandom,
  { owners, malls, pins }: World,
): { row: object; listed: ListedVideo } {
  const words = () => Array.from({ length: 1 + random.below(2) }, () => random.oneOf(WORDS)).join(' ');
  const status = random.oneOf(STATES);
  const pin = random.oneOf([null, ...pins]);
  const createdAt = new Date(EPOCH_MS + random.below(20) * HOUR_MS);
  const listed: ListedVideo = {
    id: newId(),
    ownerId: random.oneOf(owners),
    mallId: pin?.mallId ?? random.oneOf([null, ...malls]),
    pinId: pin?.id ?? null,
    storeId: pin?.storeId ?? null,
    title: random.oneOf(['alpha', 'Beta', 'GAMMA', words()]),
    filename: `${words()}.mp4`,
    notes: random.oneOf(['', words()]),
    tags: random.oneOf([[], [random.oneOf(WORDS)], ['north', random.oneOf(WORDS)]]),
    status,
    visibility: random.oneOf(['private', 'unlisted', 'public']),
    hasProxy: status === 'completed' && random.below(2) === 0,
    fileSizeBytes: 1 + random.below(5),
    durationSeconds: status === 'completed' ? random.oneOf([null, 0.5, 1.25, 90]) : null,
    viewCount: random.below(4),
    uploadedAt: status === 'pending' ? null : new Date(createdAt.getTime() + random.below(3) * HOUR_MS),
    createdAt,
    deletedFor: random.oneOf([null, null, null, null, 'withdrawn', 'deletion', 'deletion_keeping_files']),
  };
  return { listed, row: rowOf(listed) };
}

function rowOf(video: ListedVideo): object {
  return {
    id: video.id,
    owner_id: video.ownerId,
    mall_id: video.mallId,
    pin_id: video.pinId,
    title: video.title,
    original_filename: video.filename,
    operator_notes: video.notes,
    tags: video.tags,
    status: video.status,
    visibility: video.visibility,
    has_proxy: video.hasProxy,
    format: 'mp4',
    content_type: 'video/mp4',
    original_key: `videos/${video.id}`,
    file_size_bytes: video.fileSizeBytes,
    duration_seconds: video.durationSeconds,
    view_count: video.viewCount,
    uploaded_at: video.uploadedAt,
    created_at: video.createdAt,
    deleted_at: video.deletedFor === null ? null : video.createdAt,
    deleted_for: video.deletedFor,
    processing_error: video.status === 'failed' ? { code: 'X', message: 'x', permanent: true } : null,
    published_version: video.status === 'completed' ? 1 : null,
    manifest: video.status === 'completed' ? { version: 1 } : null,
  };
}

/** What the words of the contract mean, said once more in the plainest way. */
export function isWanted(actor: Actor, wishes: VideoWishes, video: ListedVideo): boolean {
  if (actor.kind !== 'user') return false;
  const isAdmin = actor.role === 'admin';
  const runsIt = actor.memberships.some(({ mallId, role }) => role === 'operator' && mallId === video.mallId);
  const mayLook = actor.memberships.some(
    ({ storeId, role }) => role === 'tenant' && storeId === video.storeId,
  );
  const isDeleted = video.deletedFor === 'deletion' || video.deletedFor === 'deletion_keeping_files';
  const texts = [video.title, video.filename, ...(isAdmin || runsIt ? [video.notes] : [])];
  return [
    isAdmin || runsIt || mayLook || actor.userId === video.ownerId,
    wishes.isDeleted ? isDeleted : video.deletedFor === null,
    isAsked(wishes.ownerId, video.ownerId),
    isAsked(wishes.mallId, video.mallId),
    isAsked(wishes.pinId, video.pinId),
    isAsked(wishes.status, video.status),
    isAsked(wishes.hasProxy, video.hasProxy),
    isAsked(wishes.visibility, video.visibility),
    wishes.tag === null || video.tags.includes(wishes.tag),
    isBetween(wishes.uploadedAfter, video.uploadedAt, wishes.uploadedBefore),
    isIn(texts, wishes.search),
  ].every(Boolean);
}

function isAsked(wish: unknown, value: unknown): boolean {
  return wish === null || wish === value;
}

function isBetween(after: Date | null, time: Date | null, before: Date | null): boolean {
  if (after === null && before === null) return true;
  return time !== null && (after === null || time > after) && (before === null || time < before);
}

function isIn(texts: readonly string[], search: string | null): boolean {
  return search === null || texts.some((text) => text.toLowerCase().includes(search.toLowerCase()));
}

export function inOrder(
  { by, direction }: VideoOrder,
  videos: readonly ListedVideo[],
): readonly ListedVideo[] {
  const turn = direction === 'asc' ? 1 : -1;
  return [...videos].sort((one, other) => {
    const [first, second] = [KEYS[by](one), KEYS[by](other)];
    if (first === null || second === null) {
      if (first !== second) return first === null ? 1 : -1;
    } else if (first !== second) return first < second ? -turn : turn;
    return one.id < other.id ? -turn : turn;
  });
}

const KEYS: Readonly<Record<VideoOrder['by'], (video: ListedVideo) => string | number | null>> = {
  created_at: ({ createdAt }) => createdAt.getTime(),
  uploaded_at: ({ uploadedAt }) => uploadedAt?.getTime() ?? null,
  title: ({ title }) => title.toLowerCase(),
  duration: ({ durationSeconds }) => durationSeconds,
  file_size: ({ fileSizeBytes }) => fileSizeBytes,
  view_count: ({ viewCount }) => viewCount,
};
