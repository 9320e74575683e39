import { Body, Controller, Post } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { VideoQueries } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { ListField } from '#platform/http/contract/fields';
import { Operation } from '#platform/http/contract/operation.decorator';
import { CheckedUploadDto, CheckUploadsDto } from './upload.dto';

export class CheckedUploadsDto {
  @ListField({ of: () => CheckedUploadDto, description: 'In the order asked.', example: undefined })
  results!: CheckedUploadDto[];
}

@ApiTags('Uploads')
@Controller('uploads')
export class CheckUploadsController {
  constructor(private readonly videos: VideoQueries) {}

  @Post('check')
  @Operation({
    id: 'checkUploads',
    summary: 'Which of these files I have uploaded already',
    description: 'Looks among your own videos alone.',
    access: 'uploads:write',
    answer: { status: 200, description: 'One entry a checksum.', type: CheckedUploadsDto },
  })
  async check(
    @Body() { checksums }: CheckUploadsDto,
    @CurrentUser() { userId }: SignedInUser,
  ): Promise<CheckedUploadsDto> {
    const known = await this.videos.findByChecksum(userId, checksums);
    const byChecksum = new Map<string, string>(known.map(({ checksum, videoId }) => [checksum, videoId]));
    return {
      results: checksums.map((checksum) => ({ checksum, video_id: byChecksum.get(checksum) ?? null })),
    };
  }
}
