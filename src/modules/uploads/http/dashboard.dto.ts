import { ApiProperty, type ApiPropertyOptions } from '@nestjs/swagger';
import { EXAMPLE_ID, EXAMPLE_TIME, NO_VALUE } from '#platform/http/contract/examples';
import {
  BooleanField,
  ChoiceField,
  ChoicesField,
  NumberField,
  ObjectField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { ProblemDto } from '#platform/http/contract/problem.dto';
import { VIDEO_FORMATS } from '../domain/file-rules';

import { ArrivalDto } from './upload.dto';

const CLEANUP = ['done', 'not_needed', 'pending'];

export class OpenDashboardSessionDto extends ArrivalDto {}

export class DashboardSessionDto {
  @UuidField({ description: 'The session.', example: EXAMPLE_ID })
  session_id!: string;

  @TimeField({ description: 'Until when it takes a file: an hour.', example: EXAMPLE_TIME })
  expires_at!: string;

  @TextField({
    max: 2048,
    description: 'Send the form here.',
    example: `https://videos.example.org/api/v1/dashboard/upload/${EXAMPLE_ID}`,
  })
  upload_url!: string;

  @WholeNumberField({ min: 1, description: 'Largest file, in bytes.', example: 524_288_000 })
  max_file_size!: number;

  @ChoicesField({
    of: VIDEO_FORMATS,
    max: VIDEO_FORMATS.length,
    description: 'Formats that are taken.',
    example: ['mp4'],
  })
  allowed_formats!: readonly string[];

  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Uploads left this month; null is no limit.',
    example: 99,
  })
  quota_remaining!: number | null;
}

export class DashboardSessionPathDto {
  @UuidField({ description: 'The session.', example: EXAMPLE_ID })
  session_id!: string;
}

export class DashboardStatusDto {
  @UuidField({ description: 'The session.', example: EXAMPLE_ID })
  session_id!: string;

  @ChoiceField({
    of: ['active', 'expired', 'invalid'],
    description:
      "`invalid` also for one that was used or cancelled, for an unknown one and for another user's.",
    example: 'active',
  })
  status!: 'active' | 'expired' | 'invalid';

  @TextField({ max: 255, description: 'One human sentence.', example: 'The file is on its way.' })
  message!: string;

  @WholeNumberField({ min: 0, max: 100, description: 'Percent of the file that has arrived.', example: 40 })
  progress!: number;
}

export class DashboardUploadDto {
  @UuidField({ description: 'The video.', example: EXAMPLE_ID })
  video_id!: string;

  @UuidField({ isNullable: true, description: 'Its analysis; null while there is none.', example: NO_VALUE })
  analysis_id!: string | null;

  @ChoiceField({ of: ['processing', 'analyzed'], description: 'How far it has come.', example: 'processing' })
  upload_status!: 'processing' | 'analyzed';

  @TextField({
    max: 255,
    description: 'Where its results are shown.',
    example: `/dashboard/videos/${EXAMPLE_ID}/results`,
  })
  redirect_url!: string;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'Seconds that the analysis will take; null when unknown.',
    example: NO_VALUE,
  })
  estimated_processing_time!: number | null;

  @TextField({ max: 255, description: 'Name of the file.', example: 'entrance.mp4' })
  filename!: string;

  @WholeNumberField({ min: 1, description: 'Size in bytes.', example: 734_003_200 })
  file_size!: number;

  @TextField({
    max: 64,
    description: 'SHA-256 of the file, in lower-case hexadecimal.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  })
  file_hash!: string;

  @ChoiceField({ of: VIDEO_FORMATS, description: 'Format of the file.', example: 'mp4' })
  format!: string;

  @TextField({
    max: 512,
    description: 'Where the original will stand.',
    example: `dashboard-uploads/${EXAMPLE_ID}/${EXAMPLE_ID}.mp4`,
  })
  s3_key!: string;

  @TextField({
    max: 4096,
    isNullable: true,
    description: 'Signed link to the original, good for an hour; null until it stands there.',
    example: NO_VALUE,
  })
  s3_url!: string | null;

  @TimeField({ description: 'When the file began to come.', example: EXAMPLE_TIME })
  created_at!: string;

  @TimeField({ description: 'When all of it had come.', example: EXAMPLE_TIME })
  uploaded_at!: string;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'What the analysis found; null while there is none.',
    example: NO_VALUE,
  })
  detection_result!: object | null;

  @NumberField({
    min: 0,
    max: 1,
    isNullable: true,
    description: 'How sure the analysis is; null while there is none.',
    example: NO_VALUE,
  })
  confidence_score!: number | null;

  @BooleanField({
    isNullable: true,
    description: 'The verdict; null while there is none.',
    example: NO_VALUE,
  })
  is_fake!: boolean | null;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'Seconds that the analysis took; null while there is none.',
    example: NO_VALUE,
  })
  processing_time!: number | null;

  @ApiProperty({
    type: 'object',
    additionalProperties: true,
    nullable: true,
    description: 'The metadata that came with the file.',
    example: { camera: 'north' },
  })
  metadata!: object | null;
}

export class DashboardCleanupDto {
  @ChoiceField({ of: CLEANUP, description: 'Bytes in the store.', example: 'not_needed' })
  s3_cleanup!: string;

  @ChoiceField({ of: CLEANUP, description: 'The session: it waits for another file.', example: 'done' })
  session_cleanup!: string;

  @ChoiceField({ of: CLEANUP, description: 'The video and what was reserved for it.', example: 'not_needed' })
  database_cleanup!: string;
}

const NULLABLE_ID = { type: ['string', 'null'], format: 'uuid' };

/** Some errors add facts of their own. */
const DETAILS = {
  type: 'object',
  properties: {
    video_id: {
      ...NULLABLE_ID,
      description: 'The video that the attempt had opened; it is withdrawn.',
      example: null,
    },
    session_id: { ...NULLABLE_ID, description: 'The session.', example: EXAMPLE_ID },
    s3_key: {
      type: ['string', 'null'],
      description: 'Where the original would have stood.',
      example: null,
    },
    user_id: { ...NULLABLE_ID, description: 'Who asked.', example: EXAMPLE_ID },
    validation_errors: {
      type: 'array',
      items: { type: 'string' },
      description: 'What is wrong with the form or the file.',
      example: [],
    },
  },
  required: ['video_id', 'session_id', 's3_key', 'user_id', 'validation_errors'],
  selfRequired: true,
  additionalProperties: true,
  description: 'Facts to act upon.',
  example: {
    video_id: null,
    session_id: EXAMPLE_ID,
    s3_key: null,
    user_id: EXAMPLE_ID,
    validation_errors: [],
  },
} as unknown as ApiPropertyOptions;

/** What every refusal at the dashboard says beyond a problem document. */
export class DashboardProblemDto extends ProblemDto {
  @TextField({
    max: 2048,
    description: 'The text of `detail`.',
    example: 'The file could not be read as a video.',
  })
  error_message!: string;

  @ApiProperty(DETAILS)
  declare details: Record<string, unknown>;

  @BooleanField({ description: 'Nothing is left to be undone.', example: true })
  cleanup_performed!: boolean;

  @ObjectField({
    of: () => DashboardCleanupDto,
    description: 'What became of what the attempt had begun; what is pending the service undoes by itself.',
    example: undefined,
  })
  cleanup_details!: DashboardCleanupDto;
}
