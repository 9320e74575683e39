import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, IsArray, Matches } from 'class-validator';
import { TagsField } from '#modules/videos';
import { asId } from '#kernel/id';
import type { Place } from '#kernel/place';
import type { OpenUploadInput } from '../commands/open-upload';
import { EXAMPLE_ID } from '#platform/http/contract/examples';
import {
  ChoiceField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';

const LARGEST_FILE = 2 ** 50;
const MOST_CHECKSUMS = 1000;

/** Whatever door a video comes by. */
export class ArrivalDto {
  @UuidField({
    isOptional: true,
    description: 'Mall that it belongs to; for admins and operators of that mall.',
    example: undefined,
  })
  mall_id?: string;

  @UuidField({
    isOptional: true,
    description: 'Camera that recorded it: a pin of that mall. Without `mall_id` it brings its mall.',
    example: undefined,
  })
  pin_id?: string;

  @TimeField({ isOptional: true, description: 'When it was recorded.', example: '2026-11-20T08:00:00Z' })
  recorded_at?: string;
}

export class AnnounceFileDto extends ArrivalDto {
  @TextField({
    min: 1,
    max: 5000,
    description: 'Name of the file; its extension says the format.',
    example: 'entrance.mp4',
  })
  filename!: string;

  @WholeNumberField({ min: 1, max: LARGEST_FILE, description: 'Exact size.', example: 734_003_200 })
  file_size!: number;

  @TextField({
    min: 1,
    max: 127,
    description: 'Content type; must belong to the extension.',
    example: 'video/mp4',
  })
  content_type!: string;

  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    description: 'Title; the file name if not given.',
    example: 'Entrance',
  })
  title?: string;
}

export function arrivalOf({ mall_id, pin_id, recorded_at }: ArrivalDto): {
  readonly place: Place;
  readonly recordedAt: Date | null;
} {
  return {
    place: {
      mallId: mall_id === undefined ? null : asId(mall_id),
      pinId: pin_id === undefined ? null : asId(pin_id),
    },
    recordedAt: recorded_at === undefined ? null : new Date(recorded_at),
  };
}

/** What the doors that take an announcement open an upload by. */
export function announced(body: AnnounceFileDto): Omit<OpenUploadInput, 'door' | 'actor'> {
  return {
    ...arrivalOf(body),
    file: { filename: body.filename, contentType: body.content_type, sizeBytes: body.file_size },
    title: body.title ?? null,
  };
}

export class PresignedUploadDto {
  @UuidField({ description: 'The video, `pending` from here on.', example: EXAMPLE_ID })
  video_id!: string;

  @TextField({
    max: 4096,
    description: 'Send the bytes here, once, until it expires.',
    example: 'https://store.example.org/staging/0197f3b2',
  })
  upload_url!: string;

  @ChoiceField({ of: ['PUT'], description: 'How to send them.', example: 'PUT' })
  method!: 'PUT';

  @ApiProperty({
    type: 'object',
    additionalProperties: { type: 'string' },
    description: 'Headers to send exactly so; Content-Length is what your client sends by itself.',
    example: { 'content-type': 'video/mp4' },
  })
  headers!: Readonly<Record<string, string>>;

  @TextField({
    max: 512,
    description: 'Where the original will stand.',
    example: 'videos/0197f3b2/0197f3b3/0197f3b4.mp4',
  })
  s3_key!: string;

  @TimeField({ description: 'When the link expires.', example: '2026-11-20T12:15:00.000Z' })
  expires_at!: string;

  @WholeNumberField({ min: 1, description: 'Seconds until then.', example: 900 })
  expires_in!: number;
}

/** What may be said about a video when its upload is completed. */
export class DescribeUploadDto {
  @TextField({
    min: 1,
    max: 255,
    isOptional: true,
    description: 'Title.',
    example: 'Entrance, Friday morning',
  })
  title?: string;

  @TextField({ max: 10_000, isOptional: true, description: 'Description.', example: 'North door.' })
  description?: string;

  @TagsField({ isOptional: true })
  tags?: string[];
}

export class CompleteUploadDto extends DescribeUploadDto {
  @UuidField({ description: 'The video whose bytes were sent.', example: EXAMPLE_ID })
  video_id!: string;
}

export class CheckUploadsDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: '^[0-9a-f]{64}$' },
    minItems: 1,
    maxItems: MOST_CHECKSUMS,
    description: 'SHA-256 of files, in lower-case hexadecimal.',
    example: ['e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'],
  })
  @IsArray({ context: { code: 'NOT_A_LIST' } })
  @ArrayMaxSize(MOST_CHECKSUMS, { context: { code: 'TOO_MANY' } })
  @Matches(/^[0-9a-f]{64}$/, { each: true, context: { code: 'NOT_SHA256' } })
  checksums!: string[];
}

export class CheckedUploadDto {
  @TextField({ max: 64, description: 'The checksum that was asked for.', example: 'e3b0c442...' })
  checksum!: string;

  @UuidField({ isNullable: true, description: 'Your video with this file, or null.', example: EXAMPLE_ID })
  video_id!: string | null;
}
