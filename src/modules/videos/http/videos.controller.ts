import { Body, Controller, Delete, Get, Param, Patch, Post, Query, Req, Res } from '@nestjs/common';
import { ApiHeader, ApiTags } from '@nestjs/swagger';
import type { Request, Response } from 'express';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { NotForYourRole, NotYourMall, PinUnknown } from '#modules/sites';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { DeleteVideo } from '../commands/delete-video';
import { EditVideo } from '../commands/edit-video';
import { RestoreVideo } from '../commands/restore-video';
import {
  EditedMeanwhile,
  FilesGone,
  NotDeleted,
  NotesNotYours,
  NotYourVideo,
  VideoNotFound,
} from '../domain/video.errors';
import { VideoQueries } from '../queries/video.queries';
import { IF_MATCH, IF_NONE_MATCH } from './conditional-headers';
import { EditVideoDto, toEdits } from './edit-video.dto';
import { editsIn, tagOf } from './video-tag';
import { PresentVideo } from './present-video';
import { DeletedVideoDto, DeleteVideoQueryDto, VideoDto, VideoPathDto } from './video.dto';

@ApiTags('Videos')
@Controller('videos')
export class VideosController {
  constructor(
    private readonly videos: VideoQueries,
    private readonly editVideo: EditVideo,
    private readonly deleteVideo: DeleteVideo,
    private readonly restoreVideo: RestoreVideo,
    private readonly presenter: PresentVideo,
  ) {}

  @Get(':id')
  @ApiHeader(IF_NONE_MATCH)
  @Operation({
    id: 'readVideo',
    summary: 'Everything about one video',
    description: 'Send the `ETag` back as `If-None-Match` to learn cheaply that nothing changed (304).',
    access: 'videos:read',
    answer: { status: 200, description: 'The video.', type: VideoDto },
    alsoAnswers: [{ status: 304, description: 'Nothing of it changed.' }],
    errors: [VideoNotFound, NotYourVideo],
  })
  async read(
    @Param() { id }: VideoPathDto,
    @CurrentUser() actor: SignedInUser,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoDto> {
    const video = await this.videos.get(actor, asId(id));
    response.setHeader('ETag', tagOf(video));
    response.setHeader(
      'Cache-Control',
      video.status === 'completed' ? 'private, max-age=60' : 'private, no-cache',
    );
    return this.presenter.present(video);
  }

  @Patch(':id')
  @ApiHeader(IF_MATCH)
  @Operation({
    id: 'editVideo',
    summary: 'Change what is said about a video',
    description:
      'What is left out stays as it is. With the `ETag` of an earlier answer as `If-Match` nothing is changed that somebody else has edited since (412); work on the video does not count as an edit.',
    access: 'videos:write',
    answer: { status: 200, description: 'The video as it is now.', type: VideoDto },
    errors: [
      VideoNotFound,
      NotYourVideo,
      NotesNotYours,
      EditedMeanwhile,
      PinUnknown,
      NotYourMall,
      NotForYourRole,
    ],
  })
  async edit(
    @Param() { id }: VideoPathDto,
    @Body() body: EditVideoDto,
    @CurrentUser() actor: SignedInUser,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<VideoDto> {
    const seen = editsIn(request.headers['if-match']);
    await this.editVideo.execute({ actor, videoId: asId(id), edits: toEdits(body), seen });
    const video = await this.videos.get(actor, asId(id));
    response.setHeader('ETag', tagOf(video));
    return this.presenter.present(video);
  }

  @Delete(':id')
  @Operation({
    id: 'deleteVideo',
    summary: 'Delete a video',
    description:
      'In every state; running work is cancelled. From the answer on the video is 404, and its files are deleted until the last one is gone.',
    access: 'videos:write',
    answer: { status: 200, description: 'The video is gone.', type: DeletedVideoDto },
    errors: [VideoNotFound, NotYourVideo],
  })
  async delete(
    @Param() { id }: VideoPathDto,
    @Query() { delete_files: deletesFiles = true }: DeleteVideoQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<DeletedVideoDto> {
    const keys = await this.deleteVideo.execute({ actor, videoId: asId(id), keepsFiles: !deletesFiles });
    const message = deletesFiles
      ? 'The video is gone; its files follow.'
      : 'The video is gone; its files are kept.';
    return { video_id: id, deleted: true, files_deleted: [...keys], message };
  }

  @Post(':id/restore')
  @Operation({
    id: 'restoreVideo',
    summary: 'Bring back a video that was deleted without its files',
    description: 'For admins.',
    access: 'admin',
    answer: { status: 200, description: 'The video is back.', type: VideoDto },
    errors: [VideoNotFound, NotDeleted, FilesGone],
  })
  async restore(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<VideoDto> {
    await this.restoreVideo.execute({ actor, videoId: asId(id) });
    return this.presenter.present(await this.videos.get(actor, asId(id)));
  }
}
