import { ApiProperty } from '@nestjs/swagger';
import { ArrayMaxSize, ArrayMinSize, ArrayUnique, IsArray, Matches, ValidateIf } from 'class-validator';

const NAME = /^[1-9][0-9]{0,4}p(-(hevc|av1))?$/;
const MOST = 32;

export class ReprocessDto {
  @ApiProperty({
    type: 'array',
    items: { type: 'string', pattern: NAME.source },
    minItems: 1,
    maxItems: MOST,
    uniqueItems: true,
    required: false,
    description: 'Only these renditions, and of them only what the published version lacks.',
    example: ['720p', '360p-hevc'],
  })
  @ValidateIf((_, value) => value !== undefined)
  @IsArray({ context: { code: 'NOT_A_LIST' } })
  @ArrayMinSize(1, { context: { code: 'TOO_FEW' } })
  @ArrayMaxSize(MOST, { context: { code: 'TOO_MANY' } })
  @ArrayUnique({ context: { code: 'NOT_UNIQUE' } })
  @Matches(NAME, { each: true, context: { code: 'NOT_A_RENDITION' } })
  renditions?: string[];
}
