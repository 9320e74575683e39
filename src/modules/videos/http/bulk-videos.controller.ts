import { Body, Controller, Delete, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { ValidationFailed } from '#platform/http/http.errors';
import { STATUS_OF_KIND } from '#platform/http/problems/status-of-kind';
import type { BulkActionName } from '../commands/bulk-actions';
import { ChangeManyVideos, type ChangedVideo } from '../commands/change-many-videos';
import {
  ChangedVideosDto,
  ChangeManyVideosDto,
  DeleteManyVideosDto,
  type ChangedVideoDto,
} from './edit-video.dto';

const DESCRIPTION =
  'Each video by itself, as its own route would do it: what is refused for one keeps no other from being done. An id that is named twice is looked at once.';
const STATUS_WHEN_DONE: Readonly<Record<BulkActionName, number>> = {
  delete: 200,
  reprocess: 202,
  tag: 200,
  untag: 200,
};

@ApiTags('Videos')
@Controller('videos/bulk')
export class BulkVideosController {
  constructor(private readonly changeMany: ChangeManyVideos) {}

  @Delete()
  @Operation({
    id: 'deleteManyVideos',
    summary: 'Delete up to a thousand videos',
    description: DESCRIPTION,
    access: 'videos:write',
    answer: { status: 200, description: 'What became of each.', type: ChangedVideosDto },
  })
  delete(@Body() body: DeleteManyVideosDto, @CurrentUser() actor: SignedInUser): Promise<ChangedVideosDto> {
    return this.change(actor, { ...body, action: 'delete' });
  }

  @Post()
  @Operation({
    id: 'changeManyVideos',
    summary: 'Delete, reprocess, tag or untag up to a thousand videos',
    description: `${DESCRIPTION} \`tags\` go with tag and untag, and \`delete_files\` with delete.`,
    access: 'videos:write',
    isIdempotent: true,
    answer: { status: 200, description: 'What became of each.', type: ChangedVideosDto },
  })
  async change(
    @CurrentUser() actor: SignedInUser,
    @Body() { video_ids: ids, action, tags, delete_files: deletesFiles = true }: ChangeManyVideosDto,
  ): Promise<ChangedVideosDto> {
    refuseMissingTags(action, tags);
    const changed = await this.changeMany.execute({
      actor,
      action,
      videoIds: ids.map((id) => asId(id)),
      tags: tags ?? [],
      keepsFiles: !deletesFiles,
    });
    return { results: changed.map((one) => toDto(one, STATUS_WHEN_DONE[action])) };
  }
}

function refuseMissingTags(action: BulkActionName, tags: readonly string[] | undefined): void {
  const takesTags = action === 'tag' || action === 'untag';
  if (takesTags === (tags !== undefined)) return;
  const [code, message] = takesTags
    ? ['REQUIRED', `${action} needs tags`]
    : ['NOT_ALLOWED', `tags do not go with ${action}`];
  throw ValidationFailed(undefined, { faults: [{ field: 'tags', code, message }] });
}

function toDto({ videoId, refusal }: ChangedVideo, statusWhenDone: number): ChangedVideoDto {
  if (refusal === null) return { video_id: videoId, ok: true, status: statusWhenDone };
  const status = STATUS_OF_KIND[refusal.definition.kind];
  return { video_id: videoId, ok: false, status, error_code: refusal.code };
}
