import { Injectable } from '@nestjs/common';
import type { VideoId } from '#kernel/id';
import { RedisCourier } from '#platform/redis/redis-courier';
import { RedisConfig } from '#platform/redis/redis.config';
import type { VideoProgress } from '../domain/video-progress';
import { ProgressBoard, type ProgressOrder, type ProgressSubject } from '../ports/progress-board';
import { progressChannel, writeNews, writeProgress } from './progress-messages';

const LIFETIME_SECONDS = 3_600;

/** Several workers tell of one video, each what it read before: the older news may come later, and is dropped. */
const PUT_UNLESS_OLDER = `
  local told = redis.call('GET', KEYS[2])
  if told and ARGV[1] < told then return 0 end
  redis.call('SET', KEYS[2], ARGV[1], 'EX', ARGV[3])
  redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
  redis.call('PUBLISH', ARGV[4], ARGV[5])
  return 1`;

/**
 * The one key without the prefix of the installation: its name is promised to whoever reads it, and no two installations have
 * a video of the same id. What orders the news is nobody's business and has the prefix.
 */
@Injectable()
export class RedisProgressBoard extends ProgressBoard {
  constructor(
    private readonly courier: RedisCourier,
    private readonly config: RedisConfig,
  ) {
    super();
  }

  async put(video: ProgressSubject, progress: VideoProgress, order: ProgressOrder): Promise<void> {
    const [shown, told] = this.keysOf(video.id);
    const text = writeProgress(progress);
    const news = writeNews(video, progress);
    const channel = progressChannel(this.config);
    const stamp = stampOf(order, progress.progress);
    await this.courier.ask((redis) =>
      redis.eval(PUT_UNLESS_OLDER, 2, shown, told, stamp, text, LIFETIME_SECONDS, channel, news),
    );
  }

  async remove(videoId: VideoId): Promise<void> {
    await this.courier.ask((redis) => redis.del(...this.keysOf(videoId)));
  }

  private keysOf(videoId: VideoId): [shown: string, told: string] {
    return [`metadata:progress:${videoId}`, `${this.config.queuePrefix}:progress-told:${videoId}`];
  }
}

/** As texts in the order of what they say. */
function stampOf({ version, resumptions, isOver }: ProgressOrder, progress: number): string {
  const digits = (value: number, length: number) => String(value).padStart(length, '0');
  return [digits(version, 9), digits(resumptions, 9), isOver ? '1' : '0', digits(progress, 3)].join('.');
}
