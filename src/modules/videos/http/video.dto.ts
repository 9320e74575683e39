import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, EXAMPLE_TIME, NO_VALUE } from '#platform/http/contract/examples';
import { VISIBILITIES } from '../domain/video-view';
import {
  BooleanField,
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

const StringsField = (description: string, example: readonly string[]) =>
  ApiProperty({ type: 'array', items: { type: 'string' }, description, example });

export class VideoPathDto {
  @UuidField({ description: 'Id of a video.', example: EXAMPLE_ID })
  id!: string;
}

export class DeleteVideoQueryDto {
  @QueryBooleanField({
    isOptional: true,
    description:
      'With `false` the files stay, and count as stored, until an admin restores or deletes again.',
    example: true,
  })
  delete_files?: boolean;
}

export class DeletedVideoDto {
  @UuidField({ description: 'The video that is gone.', example: EXAMPLE_ID })
  video_id!: string;

  @BooleanField({ description: 'Always true.', example: true })
  deleted!: boolean;

  @StringsField('Keys of the files that are going to be deleted.', ['videos/0197f3b2/original.mp4'])
  files_deleted!: string[];

  @TextField({ max: 255, description: 'What happens next.', example: 'The video is gone; its files follow.' })
  message!: string;
}

export class ProcessingErrorDto {
  @TextField({ max: 64, description: 'Stable code.', example: 'UNSUPPORTED_CODEC' })
  code!: string;

  @TextField({
    max: 1024,
    description: 'What went wrong, in plain words.',
    example: 'The video codec is not supported.',
  })
  message!: string;

  @BooleanField({ description: 'Trying again cannot help.', example: true })
  permanent!: boolean;
}

export class RenditionDto {
  @TextField({ max: 32, description: 'Name.', example: '720p' })
  name!: string;

  @WholeNumberField({ min: 1, description: 'Pixels.', example: 1280 })
  width!: number;

  @WholeNumberField({ min: 1, description: 'Pixels.', example: 720 })
  height!: number;

  @NumberField({ min: 0, max: 1000, description: 'Frames a second.', example: 30 })
  fps!: number;

  @TextField({ max: 32, description: 'Video codec.', example: 'h264' })
  codec!: string;

  @WholeNumberField({ min: 0, description: 'Bits a second.', example: 2_800_000 })
  bit_rate!: number;

  @ChoiceField({ of: ['ready', 'missing'], description: 'Whether it was made.', example: 'ready' })
  status!: string;
}

/** What a list shows of a video. */
export class VideoItemDto {
  @UuidField({ description: 'Id.', example: EXAMPLE_ID })
  id!: string;

  @UuidField({ description: 'Who uploaded it.', example: EXAMPLE_ID })
  owner_id!: string;

  @UuidField({ isNullable: true, description: 'The mall that it belongs to.', example: NO_VALUE })
  mall_id!: string | null;

  @UuidField({ isNullable: true, description: 'The camera that recorded it.', example: NO_VALUE })
  pin_id!: string | null;

  @TextField({ max: 255, isNullable: true, description: 'What that camera is called.', example: NO_VALUE })
  pin_name!: string | null;

  @TextField({ max: 255, description: 'Title.', example: 'Entrance, Friday morning' })
  title!: string;

  @TextField({ max: 255, description: 'Name of the uploaded file.', example: 'entrance.mp4' })
  original_filename!: string;

  @WholeNumberField({ min: 1, description: 'Size of the original.', example: 734_003_200 })
  file_size_bytes!: number;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'Duration; null before the file was probed.',
    example: 93.4,
  })
  duration_seconds!: number | null;

  @ChoiceField({
    of: ['pending', 'processing', 'completed', 'failed'],
    description: 'While an earlier version is published, a reprocess that fails returns to `completed`.',
    example: 'completed',
  })
  processing_status!: string;

  @ChoiceField({ of: VISIBILITIES, description: 'Who may see it.', example: 'private' })
  visibility!: string;

  @BooleanField({ description: 'Whether the proxy stands.', example: true })
  has_proxy!: boolean;

  @BooleanField({ description: 'Whether the thumbnail stands.', example: true })
  has_thumbnail!: boolean;

  @TextField({
    max: 4096,
    isNullable: true,
    description: 'Signed link of 7 days, stable for a day.',
    example: NO_VALUE,
  })
  thumbnail_url!: string | null;

  @StringsField('Tags.', ['entrance'])
  tags!: readonly string[];

  @TimeField({ isNullable: true, description: 'When its bytes were confirmed.', example: EXAMPLE_TIME })
  uploaded_at!: string | null;

  @TimeField({ isNullable: true, description: 'When it was recorded.', example: NO_VALUE })
  recorded_at!: string | null;

  @TimeField({ description: 'When the upload was opened.', example: EXAMPLE_TIME })
  created_at!: string;
}

/** Everything that is known of a video. */
export class VideoDto extends VideoItemDto {
  @TextField({ max: 10_000, description: 'Description.', example: '' })
  description!: string;

  @TextField({
    max: 10_000,
    isNullable: true,
    description: 'Notes of those who run the mall; null for everybody else.',
    example: NO_VALUE,
  })
  operator_notes!: string | null;

  @ChoiceField({
    of: ['mp4', 'mov', 'avi', 'webm', 'mkv'],
    description: 'Format of the original.',
    example: 'mp4',
  })
  format!: string;

  @TextField({
    max: 512,
    description: 'Where the original stands, or will.',
    example: 'videos/0197f3b2/original.mp4',
  })
  original_path!: string;

  @TextField({ max: 64, isNullable: true, description: 'SHA-256 of the original.', example: 'e3b0c442...' })
  checksum_sha256!: string | null;

  @TextField({ max: 512, isNullable: true, description: 'Where the thumbnail stands.', example: NO_VALUE })
  thumbnail_path!: string | null;

  @TextField({ max: 512, isNullable: true, description: 'Where the proxy stands.', example: NO_VALUE })
  proxy_path!: string | null;

  @WholeNumberField({ min: 0, isNullable: true, description: 'Size of the proxy.', example: NO_VALUE })
  proxy_size_bytes!: number | null;

  @WholeNumberField({ min: 1, isNullable: true, description: 'Pixels as shown.', example: 1920 })
  width!: number | null;

  @WholeNumberField({ min: 1, isNullable: true, description: 'Pixels as shown.', example: 1080 })
  height!: number | null;

  @NumberField({ min: 0, max: 100_000, isNullable: true, description: 'Average rate.', example: 29.97 })
  fps!: number | null;

  @TextField({ max: 64, isNullable: true, description: 'Video codec.', example: 'h264' })
  codec!: string | null;

  @TextField({ max: 64, isNullable: true, description: 'Audio codec; null without audio.', example: 'aac' })
  audio_codec!: string | null;

  @WholeNumberField({ min: 0, isNullable: true, description: 'Bits a second.', example: 8_000_000 })
  bit_rate!: number | null;

  @TextField({ max: 32, isNullable: true, description: 'Width and height as shown.', example: '1920x1080' })
  resolution!: string | null;

  @ListField({ of: () => RenditionDto, description: 'What can be played.', example: undefined })
  renditions!: RenditionDto[];

  @UuidField({ isNullable: true, description: 'The run that works or worked on it.', example: NO_VALUE })
  processing_job_id!: string | null;

  @ObjectField({
    of: () => ProcessingErrorDto,
    isNullable: true,
    description: 'Why the last run failed.',
    example: NO_VALUE,
  })
  processing_error!: ProcessingErrorDto | null;

  @TimeField({ isNullable: true, description: 'When processing began.', example: EXAMPLE_TIME })
  processing_started_at!: string | null;

  @TimeField({ isNullable: true, description: 'When processing ended.', example: EXAMPLE_TIME })
  processing_completed_at!: string | null;

  @ChoiceField({
    of: ['none', 'pending', 'approved', 'rejected'],
    description: 'What people decided who were asked to look at it.',
    example: 'none',
  })
  moderation_status!: string;

  @WholeNumberField({ min: 0, description: 'How often it was watched.', example: 0 })
  view_count!: number;

  @TimeField({ description: 'When anything of it changed last.', example: EXAMPLE_TIME })
  updated_at!: string;

  @StringsField('What is worth knowing though it is no error.', [])
  warnings!: readonly string[];
}
