import { Controller, Get, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { asId } from '#kernel/id';
import { Operation } from '#platform/http/contract/operation.decorator';
import { PlaylistQueries } from '../queries/playlist.queries';

type PlaylistRequest = Request<{ videoId: string; version: string; name: string }>;

/** Where signed playlist links lead. Players follow them and nobody builds them, so they are not in the OpenAPI document. */
@ApiExcludeController()
@Controller('playback')
export class PlaylistsController {
  constructor(private readonly playlists: PlaylistQueries) {}

  @Get(':videoId/v:version/:name')
  @Operation({
    id: 'readPlaylist',
    summary: 'Read a playlist by a signed link',
    description: 'The link is the permission.',
    access: 'public',
    rateClass: 'none',
    answer: { status: 200, description: 'The playlist.' },
  })
  async read(@Req() { params, query }: PlaylistRequest, @Res() response: Response): Promise<void> {
    const place = {
      videoId: asId<'video'>(params.videoId),
      version: Number(params.version),
      name: params.name,
    };
    const { contentType, text } = await this.playlists.read({ place, query });
    // Every line is a link of its own: nobody on the way may keep it for others.
    response.setHeader('Cache-Control', 'private, max-age=60');
    // The link is the permission: players of other sites that were given one may use it.
    response.setHeader('Cross-Origin-Resource-Policy', 'cross-origin');
    response.type(contentType).send(text);
  }
}
