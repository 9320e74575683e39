import { Controller, Get, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { JsonText } from '#platform/http/server/json-text';
import { Paging } from '#platform/http/paging/paging';
import { FilterNotAllowed } from '../domain/video.errors';
import { VideoQueries } from '../queries/video.queries';
import { toOrder, toWishes } from './to-video-list';
import { VideoListDto, VideoListQueryDto, VideoStatsDto, VideoStatsQueryDto } from './video-list.dto';
import { VideoCards } from './video-cards';

@ApiTags('Videos')
@Controller('videos')
export class VideoListController {
  constructor(
    private readonly videos: VideoQueries,
    private readonly cards: VideoCards,
    private readonly paging: Paging,
  ) {}

  @Get()
  @Operation({
    id: 'listVideos',
    summary: 'The videos that you may see',
    description:
      'Newest first unless told otherwise. Pages by number, by offset or by cursor; one style at a time. `total` is exact, but for a `search`: then counting stops at 10 000 and says so.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of videos.', type: VideoListDto },
    errors: [FilterNotAllowed],
  })
  async list(@Query() query: VideoListQueryDto, @CurrentUser() actor: SignedInUser): Promise<JsonText> {
    const [wishes, order] = [toWishes(query), toOrder(query)];
    const list = `videos ${JSON.stringify([wishes, order])}`;
    const request = this.paging.read(query, list);
    const page = await this.videos.list(actor, wishes, order, request);
    const videos = page.items.map((video) => this.cards.textOf(video));
    return JsonText.of({ videos: `[${videos.join(',')}]` }, this.paging.describe(page, request, list));
  }

  @Get('stats')
  @Operation({
    id: 'readVideoStats',
    summary: 'How many videos, how large and how long',
    description: 'Over everything that you may see, or over one mall of it. Always what the rows say.',
    access: 'videos:read',
    answer: { status: 200, description: 'The figures of this moment.', type: VideoStatsDto },
  })
  async stats(
    @Query() { mall_id: mallId }: VideoStatsQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<VideoStatsDto> {
    const stats = await this.videos.stats(actor, mallId === undefined ? null : asId(mallId));
    return {
      total_videos: stats.total,
      by_status: stats.byStatus,
      total_storage_bytes: stats.storageBytes,
      total_duration_seconds: stats.durationSeconds,
    };
  }
}
