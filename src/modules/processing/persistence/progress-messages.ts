import { asId } from '#kernel/id';
import type { RedisConfig } from '#platform/redis/redis.config';
import { toldProgress } from '../domain/told-progress';
import type { VideoProgress } from '../domain/video-progress';
import type { ProgressSubject } from '../ports/progress-board';
import type { PieceOfNews } from '../ports/progress-news';

/** What workers tell of progress, as it stands in Redis and goes through it. */
export function progressChannel(config: RedisConfig): string {
  return `${config.queuePrefix}:progress`;
}

export function writeProgress(progress: VideoProgress): string {
  return JSON.stringify(toldProgress(progress));
}

export function writeNews({ id, ownerId }: ProgressSubject, progress: VideoProgress): string {
  return JSON.stringify({ video_id: id, owner_id: ownerId, progress: toldProgress(progress) });
}

/** Anybody may publish there: null for what is not ours. */
export function readNews(text: string): PieceOfNews | null {
  try {
    const news = JSON.parse(text) as Readonly<Record<string, unknown>> | null;
    const { video_id: videoId, owner_id: ownerId, progress } = news ?? {};
    if (typeof videoId !== 'string' || typeof ownerId !== 'string' || !isRecord(progress)) return null;
    return { videoId: asId(videoId), ownerId: asId(ownerId), progress };
  } catch {
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
