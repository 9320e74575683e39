import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiTags } from '@nestjs/swagger';
import type { SignedInUser } from '#kernel/actor';
import { asId } from '#kernel/id';
import { NotYourVideo, VideoNotFound, VideoPathDto } from '#modules/videos';
import { CurrentUser } from '#platform/http/contract/caller.decorators';
import { Operation } from '#platform/http/contract/operation.decorator';
import { PageQueryDto } from '#platform/http/paging/page.dto';
import { Paging } from '#platform/http/paging/paging';
import { WorkQueries } from '../queries/work.queries';
import { JobListDto, toJobDto } from './job.dto';
import { PipelineDto, ProgressDto, toPipelineDto, toProgressDto } from './progress.dto';

@ApiTags('Processing')
@Controller('videos')
export class VideoWorkController {
  constructor(
    private readonly work: WorkQueries,
    private readonly paging: Paging,
  ) {}

  @Get(':id/progress')
  @Operation({
    id: 'readProgress',
    summary: 'How far a video is',
    description: 'One value for the video over all its steps. A `pending` video is `queued`.',
    access: 'videos:read',
    answer: { status: 200, description: 'How far it is.', type: ProgressDto },
    errors: [VideoNotFound, NotYourVideo],
  })
  async progress(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<ProgressDto> {
    return toProgressDto(asId(id), await this.work.progress(actor, asId(id)));
  }

  @Get(':id/pipeline')
  @Operation({
    id: 'readPipeline',
    summary: 'Where a video is',
    description:
      'Every step: its state, attempts, place in the line, remaining time, and what went wrong last.',
    access: 'videos:read',
    answer: { status: 200, description: 'Where it is.', type: PipelineDto },
    errors: [VideoNotFound, NotYourVideo],
  })
  async pipeline(@Param() { id }: VideoPathDto, @CurrentUser() actor: SignedInUser): Promise<PipelineDto> {
    return toPipelineDto(await this.work.pipeline(actor, asId(id)));
  }

  @Get(':id/jobs')
  @Operation({
    id: 'listVideoJobs',
    summary: 'All jobs of a video',
    description: 'Of every run that there was. Pages by number, by offset or by cursor; one style at a time.',
    access: 'videos:read',
    answer: { status: 200, description: 'One page of jobs.', type: JobListDto },
    errors: [VideoNotFound, NotYourVideo],
  })
  async jobs(
    @Param() { id }: VideoPathDto,
    @Query() query: PageQueryDto,
    @CurrentUser() actor: SignedInUser,
  ): Promise<JobListDto> {
    const list = `jobs of ${id}`;
    const request = this.paging.read(query, list);
    const page = await this.work.jobsOf(actor, asId(id), request);
    return { jobs: page.items.map(toJobDto), ...this.paging.describe(page, request, list) };
  }
}
