import { Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { NotYourVideo, VideoNotFound, VideoPathDto } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { RevokePlayback } from '../commands/revoke-playback';
import {
  NothingToPlay,
  StoryboardNotReady,
  StreamNotReady,
  ThumbnailNotReady,
  UnknownStreamType,
} from '../domain/playback.errors';
import { PlaybackQueries } from '../queries/playback.queries';
import { LinkQueryDto, PlaybackUrlDto, StoryboardDto, StreamDto, StreamPathDto } from './playback.dto';
import { PresentPlayback } from './present-playback';

@ApiTags('Playback')
@Controller('videos')
export class PlaybackController {
  constructor(
    private readonly playback: PlaybackQueries,
    private readonly revoke: RevokePlayback,
    private readonly presenter: PresentPlayback,
  ) {}

  @Get(':id/stream/:type')
  @Operation({
    id: 'readStream',
    summary: 'A link to one stream of a video',
    description:
      '`hls` for players, `proxy` for editors, `original` to keep. Players need no header to follow it.',
    access: 'videos:read',
    answer: { status: 200, description: 'The link.', type: StreamDto },
    errors: [VideoNotFound, NotYourVideo, StreamNotReady, UnknownStreamType],
  })
  async stream(
    @Param() { id, type }: StreamPathDto,
    @Query() { expires_minutes: minutes }: LinkQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StreamDto> {
    const { video, source } = await this.playback.stream(actor, asId(id), type);
    return this.presenter.stream(video, source, minutes);
  }

  @Get(':id/playback-url')
  @Operation({
    id: 'readPlaybackUrl',
    summary: 'A link to the best that can be played now',
    description: 'HLS as soon as the video is completed, the original before.',
    access: 'videos:read',
    answer: { status: 200, description: 'The link, good for an hour.', type: PlaybackUrlDto },
    errors: [VideoNotFound, NotYourVideo, NothingToPlay],
  })
  async best(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<PlaybackUrlDto> {
    const { video, source, type } = await this.playback.best(actor, asId(id));
    return this.presenter.best(video, source, type);
  }

  @Get(':id/thumbnail')
  @Operation({
    id: 'readThumbnail',
    summary: 'A link to the picture of a video',
    description: 'Lists carry a link of 7 days already; this one lasts as long as you ask.',
    access: 'videos:read',
    answer: { status: 200, description: 'The link.', type: StreamDto },
    errors: [VideoNotFound, NotYourVideo, ThumbnailNotReady],
  })
  async thumbnail(
    @Param() { id }: VideoPathDto,
    @Query() { expires_minutes: minutes }: LinkQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StreamDto> {
    const { video, file } = await this.playback.thumbnail(actor, asId(id));
    return this.presenter.picture(video, file, minutes);
  }

  @Get(':id/storyboard')
  @Operation({
    id: 'readStoryboard',
    summary: 'Little pictures of the whole video',
    description: 'For the time line of a player: WebVTT whose cues point into sheets of pictures.',
    access: 'videos:read',
    answer: { status: 200, description: 'The links.', type: StoryboardDto },
    errors: [VideoNotFound, NotYourVideo, StoryboardNotReady],
  })
  async storyboard(
    @Param() { id }: VideoPathDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<StoryboardDto> {
    const { video, version, storyboard } = await this.playback.storyboard(actor, asId(id));
    return this.presenter.storyboard(video, version, storyboard);
  }

  @Post(':id/revoke-playback')
  @Operation({
    id: 'revokePlayback',
    summary: 'Make every link to a video worthless',
    description:
      'What this service serves stops at once; what a bucket has signed lasts until its own expiry.',
    access: 'videos:write',
    answer: { status: 204, description: 'The links are worth nothing.' },
    errors: [VideoNotFound, NotYourVideo],
  })
  async revokePlayback(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<void> {
    await this.revoke.execute({ actor, videoId: asId(id) });
  }
}
