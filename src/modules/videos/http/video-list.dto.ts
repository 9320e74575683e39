import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ListField,
  NumberField,
  ObjectField,
  QueryBooleanField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { PageDto, PageQueryDto } from '#platform/http/paging/page.dto';
import { LONGEST_TAG } from '../domain/video-edits';
import { VIDEO_SORTS, type VideoOrder } from '../domain/video-list';
import { VIDEO_STATUSES, type VideoStatus } from '../domain/video-status';
import { VISIBILITIES, type Visibility } from '../domain/video-view';
import { VideoItemDto } from './video.dto';

export class VideoListQueryDto extends PageQueryDto {
  @UuidField({ isOptional: true, description: 'Only of this mall.', example: EXAMPLE_ID })
  mall_id?: string;

  @UuidField({ isOptional: true, description: 'Only of this camera.', example: EXAMPLE_ID })
  pin_id?: string;

  @UuidField({
    isOptional: true,
    description: 'Only of this user; for admins and operators.',
    example: EXAMPLE_ID,
  })
  owner_id?: string;

  @ChoiceField({
    of: VIDEO_STATUSES,
    isOptional: true,
    description: 'Only in this state.',
    example: 'failed',
  })
  processing_status?: VideoStatus;

  @ChoiceField({
    of: [...VIDEO_STATUSES, 'uploaded'],
    isOptional: true,
    description: 'The same by another name; `uploaded` means `pending`.',
    example: 'failed',
  })
  status?: VideoStatus | 'uploaded';

  @QueryBooleanField({ isOptional: true, description: 'Only with a proxy, or without.', example: true })
  has_proxy?: boolean;

  @TimeField({ isOptional: true, description: 'Only what came after this moment.', example: EXAMPLE_TIME })
  uploaded_after?: string;

  @TimeField({ isOptional: true, description: 'Only what came before this moment.', example: EXAMPLE_TIME })
  uploaded_before?: string;

  @TextField({
    min: 1,
    max: LONGEST_TAG,
    isOptional: true,
    description: 'Only with this tag.',
    example: 'entrance',
  })
  tag?: string;

  @ChoiceField({ of: VISIBILITIES, isOptional: true, description: 'Only of this kind.', example: 'public' })
  visibility?: Visibility;

  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    description: 'Part of title, filename or operator notes: literally, and case does not matter.',
    example: 'north door',
  })
  search?: string;

  @QueryBooleanField({
    isOptional: true,
    description: 'Those that were deleted, in place of the others; for admins.',
    example: false,
  })
  deleted?: boolean;

  @ChoiceField({
    of: VIDEO_SORTS,
    isOptional: true,
    description: 'Titles without regard to case. What has no value comes last.',
    example: 'created_at',
  })
  sort_by?: VideoOrder['by'];

  @ChoiceField({
    of: ['asc', 'desc'],
    isOptional: true,
    description: 'Largest or newest first (`desc`) unless told otherwise.',
    example: 'desc',
  })
  sort_order?: VideoOrder['direction'];
}

export class VideoListDto extends PageDto {
  @ListField({ of: () => VideoItemDto, description: 'In the order asked for.', example: undefined })
  videos!: VideoItemDto[];
}

export class VideoStatsQueryDto {
  @UuidField({ isOptional: true, description: 'Only of this mall.', example: EXAMPLE_ID })
  mall_id?: string;
}

export class VideosByStatusDto {
  @WholeNumberField({ min: 0, description: 'Bytes are awaited.', example: 1 })
  pending!: number;

  @WholeNumberField({ min: 0, description: 'Queued or in work.', example: 2 })
  processing!: number;

  @WholeNumberField({ min: 0, description: 'Published.', example: 40 })
  completed!: number;

  @WholeNumberField({ min: 0, description: 'Nothing is published.', example: 1 })
  failed!: number;
}

export class VideoStatsDto {
  @WholeNumberField({ min: 0, description: 'All videos that the caller may see.', example: 44 })
  total_videos!: number;

  @ObjectField({ of: () => VideosByStatusDto, description: 'The same by state.', example: undefined })
  by_status!: VideosByStatusDto;

  @WholeNumberField({ min: 0, description: 'Bytes of their originals.', example: 32_212_254_720 })
  total_storage_bytes!: number;

  @NumberField({ min: 0, max: Number.MAX_SAFE_INTEGER, description: 'Seconds of film.', example: 4105.5 })
  total_duration_seconds!: number;
}
