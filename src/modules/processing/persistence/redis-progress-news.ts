import { Injectable } from '@nestjs/common';
import { RedisSubscription } from '#platform/redis/redis-subscription';
import { RedisConfig } from '#platform/redis/redis.config';
import { ProgressNews, type PieceOfNews } from '../ports/progress-news';
import { progressChannel, readNews } from './progress-messages';

@Injectable()
export class RedisProgressNews extends ProgressNews {
  constructor(
    private readonly subscription: RedisSubscription,
    private readonly config: RedisConfig,
  ) {
    super();
  }

  onNews(listener: (news: PieceOfNews) => void): void {
    this.subscription.hear(progressChannel(this.config), (text) => {
      const news = readNews(text);
      if (news !== null) listener(news);
    });
  }
}
