import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, IsInt, Max, Min } from 'class-validator';
import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  ChoiceField,
  ListField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';
import { DescribeUploadDto } from './upload.dto';

const EXAMPLE_ETAG = '7d793037a0760186574b0282f2f435e7';
const HIGHEST_PART = 10_000;
const MOST_LINKS = 1_000;

const PartNumber = () =>
  WholeNumberField({ min: 1, max: HIGHEST_PART, description: 'Which part, from 1.', example: 1 });

export class UploadPathDto {
  @UuidField({ description: 'Id of an upload.', example: EXAMPLE_ID })
  upload_id!: string;
}

export class MultipartUploadDto {
  @UuidField({ description: 'The upload.', example: EXAMPLE_ID })
  upload_id!: string;

  @UuidField({ description: 'The video, `pending` from here on.', example: EXAMPLE_ID })
  video_id!: string;

  @WholeNumberField({ min: 1, description: 'Size of every part but the last.', example: 8_388_608 })
  part_size!: number;

  @WholeNumberField({ min: 1, max: HIGHEST_PART, description: 'How many parts there are.', example: 88 })
  part_count!: number;

  @TimeField({ description: 'When the upload is withdrawn, unless it is complete.', example: EXAMPLE_TIME })
  expires_at!: string;
}

export class SignPartsDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'integer', minimum: 1, maximum: HIGHEST_PART },
    minItems: 1,
    maxItems: MOST_LINKS,
    uniqueItems: true,
    description: 'The parts that you are about to send.',
    example: [1, 2, 3],
  })
  @IsArray({ context: { code: 'NOT_A_LIST' } })
  @ArrayMinSize(1, { context: { code: 'TOO_FEW' } })
  @ArrayMaxSize(MOST_LINKS, { context: { code: 'TOO_MANY' } })
  @ArrayUnique({ context: { code: 'NOT_UNIQUE' } })
  @IsInt({ each: true, context: { code: 'NOT_WHOLE_NUMBER' } })
  @Min(1, { each: true, context: { code: 'TOO_SMALL' } })
  @Max(HIGHEST_PART, { each: true, context: { code: 'TOO_LARGE' } })
  part_numbers!: number[];
}

export class SignedPartDto {
  @PartNumber()
  part_number!: number;

  @TextField({
    max: 4096,
    description: 'PUT exactly the bytes of this part here.',
    example: 'https://store.example.org/staging/0197f3b2?partNumber=1',
  })
  url!: string;

  @TimeField({ description: 'When the link expires; ask for another one then.', example: EXAMPLE_TIME })
  expires_at!: string;
}

export class SignedPartsDto {
  @ListField({ of: () => SignedPartDto, description: 'In the order asked.', example: undefined })
  parts!: SignedPartDto[];
}

export class ArrivedPartDto {
  @PartNumber()
  part_number!: number;

  @TextField({ max: 255, description: 'Name it by this when you complete.', example: EXAMPLE_ETAG })
  etag!: string;

  @WholeNumberField({ min: 0, description: 'Bytes that arrived.', example: 8_388_608 })
  size!: number;
}

export class UploadProgressDto {
  @UuidField({ description: 'The upload.', example: EXAMPLE_ID })
  upload_id!: string;

  @UuidField({ description: 'Its video.', example: EXAMPLE_ID })
  video_id!: string;

  @ChoiceField({
    of: ['open', 'completing', 'completed'],
    description: 'A withdrawn upload is not there any more.',
    example: 'open',
  })
  status!: string;

  @WholeNumberField({ min: 1, description: 'Size of every part but the last.', example: 8_388_608 })
  part_size!: number;

  @WholeNumberField({ min: 1, max: HIGHEST_PART, description: 'How many parts there are.', example: 88 })
  part_count!: number;

  @ListField({
    of: () => ArrivedPartDto,
    description: 'What arrived, in order; nothing once the parts are joined.',
    example: undefined,
  })
  parts!: ArrivedPartDto[];
}

export class NamedPartDto {
  @PartNumber()
  part_number!: number;

  @TextField({
    min: 1,
    max: 255,
    description: 'The ETag that was answered to it, with or without quotes.',
    example: EXAMPLE_ETAG,
  })
  etag!: string;
}

export class CompletePartsDto extends DescribeUploadDto {
  @ListField({
    of: () => NamedPartDto,
    max: HIGHEST_PART,
    description: 'Every part of the file, in order.',
    example: undefined,
  })
  parts!: NamedPartDto[];
}
