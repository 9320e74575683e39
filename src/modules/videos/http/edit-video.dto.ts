import { asId } from '#kernel/id';
import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  BooleanField,
  ChoiceField,
  ListField,
  TextField,
  TimeField,
  UuidField,
  UuidsField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { BULK_ACTIONS, type BulkActionName } from '../commands/bulk-actions';
import type { VideoEdits } from '../domain/video-edits';
import { VISIBILITIES, type Visibility } from '../domain/video-view';
import { TagsField } from './tags-field';

const MOST_AT_ONCE = 1000;

/** What is left out stays as it is. */
export class EditVideoDto {
  @TextField({ min: 1, max: 255, isOptional: true, description: 'Title.', example: 'North door' })
  title?: string;

  @TextField({ max: 10_000, isOptional: true, description: 'Description.', example: 'Delivery at nine.' })
  description?: string;

  @TagsField({ isOptional: true })
  tags?: string[];

  @ChoiceField({ of: VISIBILITIES, isOptional: true, description: 'Who may see it.', example: 'unlisted' })
  visibility?: Visibility;

  @TextField({
    max: 10_000,
    isOptional: true,
    description: 'Notes of those who run the mall; nobody else may write or read them.',
    example: 'Seen by the guard.',
  })
  operator_notes?: string;

  @TimeField({
    isOptional: true,
    isNullable: true,
    description: 'When it was recorded.',
    example: EXAMPLE_TIME,
  })
  recorded_at?: string | null;

  @UuidField({
    isOptional: true,
    isNullable: true,
    description:
      'Camera that recorded it, a pin of its mall; a video of no mall goes to that of the pin. Null takes it from all cameras. For admins and operators of that mall.',
    example: undefined,
  })
  pin_id?: string | null;
}

export class DeleteManyVideosDto {
  @UuidsField({ min: 1, max: MOST_AT_ONCE, description: 'Which videos.', example: [EXAMPLE_ID] })
  video_ids!: string[];

  @BooleanField({
    isOptional: true,
    description: 'With `false` the files stay, and count as stored.',
    example: true,
  })
  delete_files?: boolean;
}

export class ChangeManyVideosDto extends DeleteManyVideosDto {
  @ChoiceField({ of: BULK_ACTIONS, description: 'What to do with each of them.', example: 'tag' })
  action!: BulkActionName;

  @TagsField({ isOptional: true, min: 1 })
  tags?: string[];
}

export class ChangedVideoDto {
  @UuidField({ description: 'Which video.', example: EXAMPLE_ID })
  video_id!: string;

  @BooleanField({ description: 'Whether it was done.', example: true })
  ok!: boolean;

  @WholeNumberField({
    min: 200,
    max: 599,
    description: 'What the route of one video would answer.',
    example: 200,
  })
  status!: number;

  @TextField({ max: 64, isOptional: true, description: 'Why it was not.', example: undefined })
  error_code?: string;
}

export class ChangedVideosDto {
  @ListField({
    of: () => ChangedVideoDto,
    description: 'One for each id, in their order.',
    example: undefined,
  })
  results!: ChangedVideoDto[];
}

export function toEdits(dto: EditVideoDto): VideoEdits {
  const { operator_notes: operatorNotes, recorded_at: recordedAt, pin_id: pinId, tags, ...rest } = dto;
  return {
    ...rest,
    ...(tags === undefined ? {} : { tags: [...new Set(tags)] }),
    ...(operatorNotes === undefined ? {} : { operatorNotes }),
    ...(recordedAt === undefined ? {} : { recordedAt: recordedAt === null ? null : new Date(recordedAt) }),
    ...(pinId === undefined ? {} : { pinId: pinId === null ? null : asId(pinId) }),
  };
}
