import { ApiProperty } from '@nestjs/swagger';
import { EXAMPLE_ID, EXAMPLE_TIME } from '#platform/http/contract/examples';
import {
  ChoiceField,
  NumberField,
  QueryNumberField,
  TextField,
  TimeField,
  UuidField,
  WholeNumberField,
} from '#platform/http/contract/fields';

const EXAMPLE_URL = 'https://video.example.org/api/v1/playback/0197f3b2/v1/master.m3u8?sig=...';

export class StreamPathDto {
  @UuidField({ description: 'Id of a video.', example: EXAMPLE_ID })
  id!: string;

  @TextField({ min: 1, max: 32, description: 'proxy, original or hls.', example: 'hls' })
  type!: string;
}

export class LinkQueryDto {
  @QueryNumberField({
    min: 5,
    max: 1440,
    isOptional: true,
    description: 'How long the link is good; 60 when not given.',
    example: 60,
  })
  expires_minutes?: number;
}

class LinkDto {
  @UuidField({ description: 'The video.', example: EXAMPLE_ID })
  video_id!: string;

  @TextField({ max: 8192, description: 'Signed: no header is needed to follow it.', example: EXAMPLE_URL })
  url!: string;

  @TimeField({ description: 'Until when it is good.', example: EXAMPLE_TIME })
  expires_at!: string;

  @TextField({ max: 127, description: 'Content type.', example: 'application/vnd.apple.mpegurl' })
  content_type!: string;
}

export class StreamDto extends LinkDto {
  @WholeNumberField({
    min: 0,
    isNullable: true,
    description: 'Size; null for a playlist, which leads to many files.',
    example: 734_003_200,
  })
  file_size_bytes!: number | null;

  @NumberField({
    min: 0,
    max: 1e9,
    isNullable: true,
    description: 'Duration; null for a picture.',
    example: 93.4,
  })
  duration_seconds!: number | null;
}

export class PlaybackUrlDto extends LinkDto {
  @ChoiceField({ of: ['hls', 'proxy', 'original'], description: 'What it leads to.', example: 'hls' })
  type!: string;
}

export class StoryboardDto {
  @UuidField({ description: 'The video.', example: EXAMPLE_ID })
  video_id!: string;

  @TextField({ max: 8192, description: 'WebVTT that points at the tiles.', example: EXAMPLE_URL })
  vtt_url!: string;

  @ApiProperty({
    type: 'array',
    items: { type: 'string' },
    description: 'The sheets.',
    example: [EXAMPLE_URL],
  })
  sprite_urls!: readonly string[];

  @WholeNumberField({ min: 1, description: 'Width of one picture.', example: 160 })
  tile_width!: number;

  @WholeNumberField({ min: 1, description: 'Height of one picture.', example: 90 })
  tile_height!: number;

  @NumberField({ min: 0, max: 1e6, description: 'From one picture to the next.', example: 2 })
  interval_seconds!: number;

  @TimeField({ description: 'Until when the links are good.', example: EXAMPLE_TIME })
  expires_at!: string;
}
